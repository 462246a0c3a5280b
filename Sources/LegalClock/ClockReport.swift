internal import Kernel

/// A due date written out for programs and for people.
public enum ClockReport {
    /// `{"due":"…","derivation":[{"at":…,"rule":…,"text":{"vi":…,"en":…}}]}`; with `restsOn` when days are expected.
    public static func json(_ due: DueDate) -> String {
        let lines = due.lines.map { line in
            "{\"at\":\"\(line.at)\",\"rule\":\(quoted(line.rule)),"
                + "\"text\":{\"vi\":\(quoted(line.vi)),\"en\":\(quoted(line.en))}}"
        }
        let rests = due.restsOn.map { "\"\($0)\"" }.joined(separator: ",")
        return "{\"due\":\"\(due.at)\",\"derivation\":[\(lines.joined(separator: ","))]"
            + (rests.isEmpty ? "" : ",\"restsOn\":[\(rests)]") + "}"
    }

    /// The due instant on the first line, then the derivation, a line for each step, in each of `languages`.
    public static func text(_ due: DueDate, in languages: [ClockLanguage]) -> String {
        let blocks = languages.map { language in
            due.lines.map { "  " + (language == .vi ? $0.vi : $0.en) }.joined(separator: "\n")
        }
        return ([due.at.description] + blocks).joined(separator: "\n\n")
    }

    /// A JSON string (RFC 8259).
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
