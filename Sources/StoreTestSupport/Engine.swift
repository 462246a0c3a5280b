internal import Glibc
public import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Synchronization

/// The engines a store is tested on: SQLite always, PostgreSQL when `TEST_POSTGRES_URL` names one.
public enum Engine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres
    public var description: String { rawValue }

    public static let available: [Engine] = postgresURL == nil ? [.sqlite] : [.sqlite, .postgres]
    /// The address of a throw-away cluster (`scripts/postgres.sh`): every test leaves a schema behind.
    public static let postgresURL = getenv("TEST_POSTGRES_URL").map { String(cString: $0) }

    /// An empty database of its own with `migrations` applied.
    public func database(
        _ migrations: [Migration],
        _ options: StorageOptions = StorageOptions()
    ) async throws -> any Database {
        let database = try await open(TestPlace.next(), options, inMemory: true)
        try await database.migrate(migrations)
        return database
    }

    /// A database that another process, or another server, can open too: a file for SQLite, a schema for PostgreSQL.
    public func fileDatabase(
        _ migrations: [Migration],
        _ options: StorageOptions = StorageOptions()
    ) async throws -> (database: any Database, place: TestPlace) {
        let place = TestPlace.next()
        let database = try await open(place, options, inMemory: false)
        try await database.migrate(migrations)
        return (database, place)
    }

    /// Opens the database at `place` once more, as a second server would.
    public func open(_ place: TestPlace, _ options: StorageOptions = StorageOptions()) async throws -> any Database {
        try await open(place, options, inMemory: false)
    }

    private func open(
        _ place: TestPlace,
        _ options: StorageOptions,
        inMemory: Bool
    ) async throws -> any Database {
        switch self {
        case .sqlite where inMemory: return try SQLiteDatabase.inMemory(options)
        case .sqlite: return try SQLiteDatabase(path: try place.folder() + "/motcua.sqlite", options)
        case .postgres:
            guard let url = Self.postgresURL else { throw StorageError.missing("TEST_POSTGRES_URL") }
            // Hundreds of tests may run at once, and a cluster has so many connections.
            var options = options
            options.readers = min(options.readers, 3)
            let database = PostgresDatabase(url: url, schema: place.name, options)
            try await database.createSchema()
            return database
        }
    }
}

/// Where a test's database lies: a name that no other test has.
public struct TestPlace: Sendable {
    private static let serial = Atomic<Int>(0)
    /// Lower-case letters, digits and underscores.
    public let name: String
    public init(name: String) { self.name = name }

    static func next() -> TestPlace {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let number = serial.add(1, ordering: .relaxed).newValue
        return TestPlace(name: "t\(time.tv_sec)_\(getpid())_\(number)")
    }

    /// A folder of its own below the temporary folder; made when it is not there.
    public func folder() throws -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        let path = base + "/motcua-" + name
        if mkdir(path, 0o700) == 0 {
            let isFirst = Self.made.withLock { made in
                made.append(path)
                return made.count == 1
            }
            if isFirst { atexit { TestPlace.removeAll() } }
        } else if errno != EEXIST {
            throw StorageError.unavailable(path)
        }
        return path
    }

    /// The folders this process made, so that it leaves none behind.
    private static let made = Mutex<[String]>([])
    private static func removeAll() {
        for path in made.withLock({ $0 }) {
            guard let folder = opendir(path) else { continue }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink(path + "/" + name)
            }
            closedir(folder)
            rmdir(path)
        }
    }
}
