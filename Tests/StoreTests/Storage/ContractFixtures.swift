import Dispatch
import Glibc
import Kernel
import Storage
import StoreTestSupport
import Synchronization
import Testing

/// Tables that hold one column of each type, a parent and a child, and a pair that belongs together.
enum Contract {
    static let migrations = [
        Migration(
            "2026-11-25-1-contract",
            [
                """
                CREATE TABLE sample (
                    id TEXT NOT NULL PRIMARY KEY,
                    whole \(.int64),
                    fraction \(.double),
                    flag \(.bool),
                    words TEXT,
                    bytes \(.blob)
                )\(.strict)
                """,
                """
                CREATE TABLE parent (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE, age \(.int64) NOT NULL
                    CHECK (age >= 0))\(.strict)
                """,
                """
                CREATE TABLE child (id TEXT NOT NULL PRIMARY KEY, parent_id TEXT NOT NULL REFERENCES parent (id)
                    DEFERRABLE INITIALLY DEFERRED, strict_id TEXT REFERENCES parent (id))\(.strict)
                """,
                "CREATE TABLE half_a (id \(.int64) NOT NULL PRIMARY KEY)\(.strict)",
                "CREATE TABLE half_b (id \(.int64) NOT NULL PRIMARY KEY)\(.strict)",
            ]
        )
    ]

    static func database(_ engine: Engine, _ options: StorageOptions = StorageOptions()) async throws -> any Database {
        try await engine.database(migrations + RequestKeys.migrations, options)
    }

    /// Options for a body that is held by hand, for as long as a busy machine takes.
    static var held: StorageOptions {
        var options = StorageOptions()
        options.pausedMilliseconds = 600_000
        return options
    }

    /// Two rows that belong together.
    static func insertPair(_ number: Int, _ tx: Transaction) throws {
        try tx.execute("INSERT INTO half_a (id) VALUES (\(number))")
        try tx.execute("INSERT INTO half_b (id) VALUES (\(number))")
    }
    static func pairs(_ database: any Database) async throws -> (a: [Int], b: [Int]) {
        try await database.read { tx in
            (try tx.values("SELECT id FROM half_a ORDER BY id"), try tx.values("SELECT id FROM half_b ORDER BY id"))
        }
    }

    /// A statement that runs for minutes unless it is stopped.
    static let endless: SQL = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT COUNT(*) FROM n
        """
}

/// What a body refuses by itself.
struct Refusal: Error, Equatable { let number: Int }

/// Counts and remembers from several tasks.
final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])
    func add(_ note: Note) { notes.withLock { $0.append(note) } }
    var all: [Note] { notes.withLock { $0 } }
}

/// A door that tests open by hand; a body waits before it on its own thread, as a long body does. Once open it stays
/// open: a body that is run again, since its connection was lost meanwhile, must not wait before it for ever.
final class Door: Sendable {
    private let signal = DispatchSemaphore(value: 0)
    func open() { signal.signal() }
    func wait() {
        signal.wait()
        signal.signal()
    }
    func opened() async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "waiting").async {
                self.wait()
                continuation.resume()
            }
        }
    }
}

/// Returns when `condition` holds. It asks on a thread of its own (a queue of its own has one, a global queue shares
/// as few as there are cores): the threads of the tasks stay free.
func until(_ condition: @escaping @Sendable () -> Bool) async {
    await withCheckedContinuation { continuation in
        DispatchQueue(label: "waiting").async {
            while !condition() { sched_yield() }
            continuation.resume()
        }
    }
}

extension Result where Failure == any Error {
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
    var storageError: StorageError? {
        if case .failure(let error) = self { error as? StorageError } else { nil }
    }
}

extension StorageError {
    /// The case alone, without the engine's words.
    var kind: String { String(describing: self).prefix { $0.isLetter }.description }
}
