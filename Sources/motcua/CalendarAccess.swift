internal import Agencies
internal import Kernel
internal import LegalClock
internal import Storage
internal import Synchronization

/// A data folder opened for the clock's commands.
struct OpenedCalendar: Sendable {
    var database: any Database
    var world: World
    /// The agency with that unit code and its parents, nearest first; nil when there is none.
    var lineage: @Sendable (_ code: String) async throws -> [ID<Agency>]?
}

/// How the clock's commands come to a database: set once, where the command line is put together.
enum CalendarAccess {
    /// Opens the data folder at a path.
    typealias Open = @Sendable (_ path: String) async throws -> OpenedCalendar
    private static let hook = Mutex<Open?>(nil)

    static func set(_ open: @escaping Open) { hook.withLock { $0 = open } }

    static func open(_ path: String) async throws -> OpenedCalendar {
        guard let open = hook.withLock({ $0 }) else {
            throw CommandFailure(
                vi: "Bản này chưa mở được thư mục dữ liệu.",
                en: "This program cannot open a data folder."
            )
        }
        return try await open(path)
    }

    /// The calendar of the agency with that code in the data folder at `path`.
    static func calendar(of code: String, at path: String) async throws -> WorkCalendar {
        let opened = try await open(path)
        let lineage = try await lineage(of: code, opened)
        return try await opened.database.read { tx in try CalendarStore.load(lineage: lineage, in: tx) }
    }

    static func lineage(of code: String, _ opened: OpenedCalendar) async throws -> [ID<Agency>] {
        guard let lineage = try await opened.lineage(code) else {
            throw CommandFailure(
                vi: "Không có đơn vị mã \"\(code)\".",
                en: "There is no unit with the code \"\(code)\"."
            )
        }
        return lineage
    }
}

/// A refusal for the person at the terminal, in both languages.
struct CommandFailure: Error, CustomStringConvertible {
    var vi: String
    var en: String
    init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }
    init(_ phrase: Phrase) { self.init(vi: phrase.vi, en: phrase.en) }
    var description: String { "\(vi)\n\(en)" }
}
