internal import Dossiers
internal import Kernel
internal import Register
internal import Storage

/// What a receipt slip in somebody's hand is worth: found by its dossier's code and the short check printed on it, or by
/// the token in its QR. It reads entries alone, never a person.
enum SlipCheck {
    enum Standing: Hashable, Sendable {
        case newest
        /// Another slip took its place at this moment.
        case replaced(at: Instant)
        /// The dossier was entered by mistake and voided.
        case void
        /// No slip like this was ever printed.
        case unknown
    }

    /// Letters of the short check: the first of the entry's hash in base 32, 40 bits.
    static let length = 8

    /// `7K2M 9QXD`: what stands on the slip for this entry.
    static func printed(_ hash: [UInt8]) -> String {
        let letters = letters(hash).prefix(length).uppercased()
        return "\(letters.prefix(length / 2)) \(letters.dropFirst(length / 2))"
    }

    /// What a person typed, as `letters` writes it: spaces and capitals do not count, O is 0, I and L are 1.
    static func typed(_ text: String) -> String {
        var out = ""
        for character in text.lowercased() where character.isASCII && (character.isLetter || character.isNumber) {
            switch character {
            case "o": out.append("0")
            case "i", "l": out.append("1")
            default: out.append(character)
            }
        }
        return out
    }

    private static func letters(_ hash: [UInt8]) -> String { String(decoding: Base32.encode(hash), as: UTF8.self) }

    /// The entries that say what stands on a receipt slip, oldest first: the reception, each correction, each print that
    /// replaced a wrong one. The last is the newest slip's; what was undone counts no more.
    static func slips(_ entries: [Entry]) throws -> (all: [Entry], newest: Entry?) {
        var undone: Set<Int> = []
        var all: [Entry] = []
        for entry in entries {
            switch try DossierEvent(entry.event) {
            case .received, .corrected: all.append(entry)
            case .slipPrinted(let printed) where printed.form == .receipt && printed.replacesBecause != nil:
                all.append(entry)
            case .undone(let taken): undone.formUnion(taken.versions)
            default: continue
            }
        }
        return (all, all.last { !undone.contains($0.version) })
    }

    /// How the slip with this check stands among the entries of its dossier.
    static func standing(of check: String, in entries: [Entry]) throws -> Standing {
        let wanted = typed(check)
        guard wanted.count >= length else { return .unknown }
        let (all, newest) = try slips(entries)
        guard
            let place = all.firstIndex(where: { entry in
                let known = letters(entry.hash)
                return known.hasPrefix(wanted.prefix(known.count))
            })
        else { return .unknown }
        if isVoid(entries) { return .void }
        guard all[place].version != newest?.version else { return .newest }
        return .replaced(at: all.indices.contains(place + 1) ? all[place + 1].at : all[place].at)
    }

    static func isVoid(_ entries: [Entry]) -> Bool { entries.contains { $0.event.name == "dossier.voided" } }

    /// By code and check.
    static func find(code typed: String, check: String, in tx: Transaction) throws -> Standing {
        // A wrong code is looked up all the same: the answer is that of a wrong check.
        let id = try DossierCode(typed: typed).flatMap { try DossierStore.find(code: $0, in: tx) } ?? ID("dsr_none")
        return try standing(of: check, in: Book.entries(of: id.rawValue, in: tx))
    }

    /// By the token of the slip's QR.
    static func find(token: String, in tx: Transaction) throws -> Standing {
        guard let found = try LookUp.track(token: token, in: tx) else { return .unknown }
        if isVoid(try Book.entries(of: found.id.rawValue, in: tx)) { return .void }
        return found.replacedAt.map { .replaced(at: $0) } ?? .newest
    }
}
