internal import CLibPQ
internal import Dispatch
internal import Storage
internal import Synchronization

/// What the connections of one database have in common.
struct PostgresSettings: Sendable {
    let url: String
    let schema: String?
    let options: StorageOptions
    let version: SchemaVersion
}

/// Counts the changes of the schema made by this process, so that statements prepared before are prepared anew.
final class SchemaVersion: Sendable {
    private let number = Atomic<Int>(0)
    var current: Int { number.load(ordering: .acquiring) }
    func advance() { number.add(1, ordering: .acquiringAndReleasing) }
}

/// One libpq connection and the thread that owns it, in pipeline mode: statements that want no rows are queued and
/// sent with the next that does, or when their outcome must be known.
///
/// `@unchecked Sendable`: everything but `perform` is used on `queue` only.
final class PostgresConnection: @unchecked Sendable {
    /// What a queued command will be answered with.
    private enum Expected {
        case preparation(String)
        case execution
    }
    /// Statements kept prepared on the server.
    private static let preparedLimit = 400
    /// Commands sent before their answers are read, so that neither side's buffer fills up.
    private static let pendingLimit = 64

    private let queue = DispatchQueue(label: "postgres")
    private let settings: PostgresSettings
    private var handle: OpaquePointer?
    private var prepared: [String: String] = [:]
    private var preparedCount = 0
    private var preparedVersion = 0
    private var pending: [Expected] = []

    init(_ settings: PostgresSettings) { self.settings = settings }
    deinit { PQfinish(handle) }

    /// Runs `work` on the connection's own thread.
    func perform<T: Sendable>(_ work: @escaping @Sendable (PostgresConnection) -> T) async -> T {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work(self)) }
        }
    }

    // MARK: The connection

    /// Connects when there is no connection, or the last one was lost; drops statements prepared for an old schema.
    func open() throws {
        if handle != nil, PQstatus(handle) == CONNECTION_OK {
            if preparedVersion != settings.version.current || preparedCount > Self.preparedLimit {
                try forgetPrepared()
            }
            return
        }
        close()
        preparedVersion = settings.version.current
        let connection = connect()
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            throw StorageError.unavailable(Self.text(PQerrorMessage(connection)))
        }
        handle = connection
        do { try setUp() } catch {
            close()
            throw error
        }
    }

    private func connect() -> OpaquePointer? {
        // The address comes last and wins over the defaults before it.
        let parameters = [
            ("application_name", "motcua"), ("connect_timeout", "10"), ("keepalives", "1"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "40000"),
            ("client_encoding", "UTF8"), ("dbname", settings.url),
        ]
        return CStrings.with(parameters.map(\.0)) { names in
            CStrings.with(parameters.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
    }

    private func setUp() throws {
        // Notices would go to the standard error of the server.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        let options = settings.options
        try simple(
            """
            SET client_min_messages = warning; SET bytea_output = hex; SET standard_conforming_strings = on;
            SET idle_in_transaction_session_timeout = \(options.pausedMilliseconds);
            SET statement_timeout = \(options.statementMilliseconds); SET lock_timeout = \(options.busyMilliseconds)
            """
        )
        if let schema = settings.schema { try simple("SET search_path = \(Self.quoted(schema))") }
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
    }

    /// Outside of the pipeline, text of our own only.
    private func simple(_ text: String) throws {
        let result = PQexec(handle, text)
        defer { PQclear(result) }
        guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
            throw PostgresErrors.storageError(result) ?? lost()
        }
    }

    func createSchema() throws {
        guard let schema = settings.schema else { return }
        try open()
        try send("CREATE SCHEMA IF NOT EXISTS \(Self.quoted(schema))")
        try synchronize()
    }

    /// Ends the connection; the next use opens another.
    func close() {
        PQfinish(handle)
        handle = nil
        prepared = [:]
        preparedCount = 0
        pending = []
    }
    private func lost() -> StorageError {
        let message = Self.text(PQerrorMessage(handle))
        close()
        return .unavailable(message.isEmpty ? "the connection was lost" : message)
    }
    private func forgetPrepared() throws {
        preparedVersion = settings.version.current
        prepared = [:]
        preparedCount = 0
        try send("DEALLOCATE ALL")
        try synchronize()
    }

    // MARK: The transaction

    /// False when no transaction is open, or the connection was lost.
    var isInTransaction: Bool {
        handle != nil && PQstatus(handle) == CONNECTION_OK
            && [PQTRANS_INTRANS, PQTRANS_INERROR, PQTRANS_ACTIVE].contains(PQtransactionStatus(handle))
    }

    /// The server answers `COMMIT` with `ROLLBACK` when the transaction had failed.
    func commit() throws {
        try send("COMMIT")
        let answer = try synchronize()
        guard answer.tag == "COMMIT" else { throw StorageError.conflict("the transaction was rolled back") }
    }

    /// Ends the transaction whatever its state; a connection that cannot is closed.
    func giveUp() {
        guard handle != nil else { return }
        do {
            try discard()
            guard isInTransaction else { return }
            try send("ROLLBACK")
            try synchronize()
        } catch { close() }
    }

    /// Waits for what was sent and forgets its outcome.
    func discard() throws {
        guard !pending.isEmpty else { return }
        do { try synchronize() } catch StorageError.unavailable(let message) {
            throw StorageError.unavailable(message)
        } catch {}
    }

    /// Queues a command of our own, without values.
    func send(_ text: String) throws {
        guard handle != nil, PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0) == 1 else { throw lost() }
        pending.append(.execution)
    }

    // MARK: Statements

    /// Runs one statement of a body; one that wants no rows may be answered later.
    func run(_ sql: SQL, wantsRows: Bool) throws -> [Row] {
        if handle == nil { throw lost() }
        let parameters = PostgresParameters(sql.values)
        if let name = try prepare(sql) {
            try parameters.with { count, pointers, lengths, formats in
                guard PQsendQueryPrepared(handle, name, count, pointers, lengths, formats, 0) == 1 else { throw lost() }
            }
        } else {
            let text = sql.rendered(for: .postgres).text
            try parameters.with { count, pointers, lengths, formats in
                guard PQsendQueryParams(handle, text, count, nil, pointers, lengths, formats, 0) == 1 else {
                    throw lost()
                }
            }
        }
        pending.append(.execution)
        if wantsRows { return try synchronize().rows }
        if pending.count >= Self.pendingLimit { try synchronize() }
        return []
    }

    /// The name under which the statement is prepared; nil for one of those that are not.
    private func prepare(_ sql: SQL) throws -> String? {
        if let name = prepared[sql.text] { return name }
        guard ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(where: sql.begins) else {
            if ["CREATE", "ALTER", "DROP"].contains(where: sql.begins) { settings.version.advance() }
            return nil
        }
        preparedCount += 1
        let name = "s\(preparedCount)"
        guard PQsendPrepare(handle, name, sql.rendered(for: .postgres).text, 0, nil) == 1 else { throw lost() }
        prepared[sql.text] = name
        pending.append(.preparation(sql.text))
        return name
    }

    /// Sends what is queued and reads every answer.
    ///
    /// - Returns: the rows and the tag of the last command.
    /// - Throws: the first error among them.
    @discardableResult
    func synchronize() throws -> (rows: [Row], tag: String) {
        guard handle != nil, PQpipelineSync(handle) == 1 else { throw lost() }
        var failure: StorageError?
        var last: (rows: [Row], tag: String) = ([], "")
        let expected = pending
        pending = []
        for command in expected {
            guard let result = PQgetResult(handle) else { throw lost() }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK: last = (PostgresRows.rows(of: result), Self.text(PQcmdStatus(result)))
            case PGRES_COMMAND_OK: last = ([], Self.text(PQcmdStatus(result)))
            default:
                if case .preparation(let text) = command { prepared[text] = nil }
                if failure == nil { failure = PostgresErrors.storageError(result) }
            }
            while let rest = PQgetResult(handle) { PQclear(rest) }
            if PQstatus(handle) != CONNECTION_OK { throw lostOr(failure) }
        }
        let end = PQgetResult(handle)
        defer { PQclear(end) }
        guard PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw lostOr(failure) }
        if case .conflict = failure { settings.version.advance() }
        if let failure { throw failure }
        return last
    }

    /// The server's own word for why it ended the connection, when it said one.
    private func lostOr(_ failure: StorageError?) -> StorageError {
        let lost = lost()
        if case .unavailable? = failure { return failure ?? lost }
        return lost
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
    private static func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    private static func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}
