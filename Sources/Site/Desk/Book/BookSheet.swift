internal import Kernel
internal import Paper

/// The register book as the form that is printed. A file of its own, since both rooms know a register book.
struct BookSheet {
    let head: SheetHead
    let year: Int
    let lines: [BookLine]

    /// The PDF; nil where there is no line.
    func pdf(made now: Instant) throws -> [UInt8]? {
        guard let first = lines.first, let last = lines.last else { return nil }
        let rows = lines.map { line in
            RegisterBook.Row(
                number: line.number,
                code: line.code,
                procedure: line.procedure,
                count: line.sets,
                person: line.person,
                addressAndPhone: [line.address, line.phone].filter { !$0.isEmpty }.joined(separator: ", "),
                competent: line.competent,
                received: line.received,
                due: line.due,
                forwarded: line.forwarded,
                resultReceived: line.result,
                returned: line.returned,
                way: line.way,
                signed: line.mark,
                note: line.note
            )
        }
        let sheet = RegisterBook(
            head: SlipHead(superior: head.superior, office: head.office, place: head.place, date: head.date),
            forms: FormSet(field: .general, on: now.date),
            volume: "Năm \(year), từ số \(first.number) đến số \(last.number)",
            rows: rows
        )
        return try sheet.pdf(made: now)
    }
}
