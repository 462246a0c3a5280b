internal import Kernel

/// Many due dates at once, from a file of comma-separated values.
///
/// Columns `received,limit,pauses` (pauses joined by `;`, the column may be missing); others are kept. Adds `due,error`.
public struct ClockBatch: Sendable {
    private let calendar: WorkCalendar
    private let language: ClockLanguage

    public init(calendar: WorkCalendar, language: ClockLanguage = .vi) {
        self.calendar = calendar
        self.language = language
    }

    /// What became of a file.
    public struct Outcome: Sendable {
        /// The file with its two further columns; lines end as they did.
        public var file: [UInt8]
        public var computed: Int
        public var failed: Int
    }

    /// Why a file as a whole cannot be worked on.
    public enum Fault: Error, Hashable, Sendable {
        case empty
        case columnMissing(String)
        case tooLarge(maxBytes: Int)
    }

    /// Works through `file`; a bad line gets its error and the rest goes on.
    public func run(_ file: [UInt8]) throws(Fault) -> Outcome {
        guard file.count <= ClockLimits.batchBytes else { throw .tooLarge(maxBytes: ClockLimits.batchBytes) }
        let records = CSV.records(file)
        guard let header = records.first else { throw .empty }
        let columns = try Columns(header)
        let lineEnd = Array((Self.endsWithCarriageReturn(file) ? "\r\n" : "\n").utf8)
        var out = Outcome(file: [], computed: 0, failed: 0)
        write(columns.names.map { Array($0.utf8) }, lineEnd, to: &out)
        for record in records.dropFirst() where !record.isBlank {
            var fields = record.fields
            var (due, failure) = ("", "")
            do {
                due = try compute(record, columns).description
                out.computed += 1
            } catch {
                failure = error.phrase[language]
                out.failed += 1
            }
            while fields.count < columns.names.count { fields.append([]) }
            fields[columns.due] = Array(due.utf8)
            fields[columns.error] = Array(failure.utf8)
            write(fields, lineEnd, to: &out)
        }
        return out
    }

    private func compute(_ record: CSV.Record, _ columns: Columns) throws(ClockInputError) -> Instant {
        guard let texts = record.texts else { throw .lineNotReadable }
        guard texts.count <= columns.names.count else { throw .tooManyFields(max: columns.given) }
        func text(_ column: Int?) -> String {
            column.flatMap { texts.indices.contains($0) ? texts[$0] : nil } ?? ""
        }
        let received = try ClockInput.received(text(columns.received))
        let limit = try ClockInput.limit(text(columns.limit))
        let pauses = try ClockInput.pauses(text(columns.pauses))
        return calendar.dueInstant(received: received, limit: limit, pauses: pauses)
    }

    private func write(_ fields: [[UInt8]], _ lineEnd: [UInt8], to out: inout Outcome) {
        for (place, field) in fields.enumerated() {
            if place > 0 { out.file.append(UInt8(ascii: ",")) }
            out.file += CSV.written(field)
        }
        out.file += lineEnd
    }

    private static func endsWithCarriageReturn(_ file: [UInt8]) -> Bool {
        guard let first = file.firstIndex(of: UInt8(ascii: "\n")), first > 0 else { return false }
        return file[first - 1] == UInt8(ascii: "\r")
    }

    /// Where the columns stand; `due` and `error` are added at the end unless the file has them.
    private struct Columns {
        var names: [String]
        var given: Int
        var received: Int
        var limit: Int
        var pauses: Int?
        var due: Int
        var error: Int

        init(_ header: CSV.Record) throws(Fault) {
            guard let written = header.texts else { throw .columnMissing("received") }
            var names = written.map { VietnameseText.folded($0) }
            given = names.count
            guard let received = names.firstIndex(of: "received") else { throw .columnMissing("received") }
            guard let limit = names.firstIndex(of: "limit") else { throw .columnMissing("limit") }
            self.received = received
            self.limit = limit
            pauses = names.firstIndex(of: "pauses")
            for added in ["due", "error"] where !names.contains(added) { names.append(added) }
            due = names.firstIndex(of: "due") ?? names.count - 2
            error = names.firstIndex(of: "error") ?? names.count - 1
            self.names = written + names[written.count...]
        }
    }
}

extension ClockBatch.Fault {
    /// What is wrong and what to do, for people.
    public var phrase: Phrase {
        switch self {
        case .empty: Phrase(vi: "Tệp không có dòng nào.", en: "The file has no line.")
        case .columnMissing(let name):
            Phrase(
                vi: "Dòng đầu của tệp phải có cột \"\(name)\" (received,limit,pauses).",
                en: "The first line of the file must have the column \"\(name)\" (received,limit,pauses)."
            )
        case .tooLarge(let maxBytes):
            Phrase(vi: "Tệp lớn hơn \(maxBytes >> 20) MB.", en: "The file has more than \(maxBytes >> 20) MB.")
        }
    }
}
