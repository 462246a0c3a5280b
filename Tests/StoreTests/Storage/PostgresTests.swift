import Kernel
import Storage
import StoragePostgres
import StoreTestSupport
import Testing

/// What only the networked engine has: connections that are lost, a pool, prepared statements of the server.
@Suite(.enabled(if: Engine.postgresURL != nil)) struct PostgresTests {
    private static func pids(_ database: any Database) async throws -> [Int] {
        let reader = try await database.read { tx in try tx.value("SELECT pg_backend_pid()", as: Int.self) }
        let writer = try await database.write { tx in try tx.value("SELECT pg_backend_pid()", as: Int.self) }
        return [reader, writer].compactMap { $0 }
    }

    @Test func aLostConnectionIsReplaced() async throws {
        let database = try await Contract.database(.postgres)
        let other = try await Engine.postgres.database([])
        let before = try await Self.pids(database)
        for pid in before {
            _ = try await other.read { tx in try tx.rows("SELECT pg_terminate_backend(\(pid), 5000)") }
        }
        let after = try await Self.pids(database)
        #expect(after.count == 2 && Set(after).isDisjoint(with: before))
    }

    /// A body that kills its own connection each time gets the error; its neighbours are saved.
    @Test func neighboursOfALostConnectionAreSaved() async throws {
        let database = try await Contract.database(.postgres)
        async let lost = Result<Void, any Error> {
            try await database.write { tx in
                try Contract.insertPair(1000, tx)
                _ = try tx.rows("SELECT pg_terminate_backend(pg_backend_pid())")
                _ = try tx.rows("SELECT 1")
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { try await database.write { tx in try Contract.insertPair(number, tx) } }
            }
            try await group.waitForAll()
        }
        #expect(await lost.storageError?.kind == "unavailable")
        #expect(try await Contract.pairs(database) == (Array(0..<20), Array(0..<20)))
    }

    /// The connection is lost on the first try only; the caller does not notice, and the work is done once.
    @Test func aWriteSurvivesTheLossOfItsConnection() async throws {
        let database = try await Contract.database(.postgres)
        let tries = Notes<Int>()
        let outcome = try await database.write { tx in
            try RequestKeys.once("a-request-key", at: Instant(milliseconds: 0), in: tx) {
                try Contract.insertPair(1, tx)
                tries.add(1)
                if tries.all.count == 1 { _ = try tx.rows("SELECT pg_terminate_backend(pg_backend_pid())") }
                _ = try tx.rows("SELECT 1")
                return "done"
            }
        }
        #expect(outcome == "done")
        #expect(tries.all.count == 2)
        #expect(try await Contract.pairs(database) == ([1], [1]))
    }

    /// PostgreSQL ends a transaction whose body pauses for too long; the body runs once more, and then passes: what
    /// held up the run of all store tests in one process (adr 0013).
    @Test func aBodyThatPausesTooLongIsRunOnceMore() async throws {
        var options = StorageOptions()
        // Long enough for the second run, which pauses only as long as a busy machine makes it.
        options.pausedMilliseconds = 3000
        let database = try await Contract.database(.postgres, options)
        let other = try await Engine.postgres.database([])
        let (entered, door) = (Door(), Door())
        let tries = Notes<Int>()
        async let write: Void = database.write { tx in
            let pid = try tx.value("SELECT pg_backend_pid()", as: Int.self) ?? 0
            try Contract.insertPair(1, tx)
            _ = try tx.rows("SELECT 1")
            tries.add(pid)
            entered.open()
            door.wait()
        }
        await entered.opened()
        let first = try #require(tries.all.first)
        var isThere = true
        while isThere {
            isThere = try await other.read { tx in
                try tx.value("SELECT count(*) FROM pg_stat_activity WHERE pid = \(first)", as: Int.self) == 1
            }
        }
        door.open()
        try await write
        #expect(tries.all.count == 2)
        #expect(try await Contract.pairs(database) == ([1], [1]))
    }

    @Test func aServerThatIsNotThereIsUnavailable() async throws {
        let database = PostgresDatabase(url: "postgresql:///postgres?host=/nowhere")
        let read = await Result { try await database.read { tx in try tx.rows("SELECT 1").count } }
        #expect(read.storageError?.kind == "unavailable")
        let write = await Result { try await database.write { tx in try tx.rows("SELECT 1").count } }
        #expect(write.storageError?.kind == "unavailable")
    }

    @Test func readersShareTheirConnections() async throws {
        var options = StorageOptions()
        options.readers = 3
        let database = try await Contract.database(.postgres, options)
        let pids = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await database.read { tx in try tx.value("SELECT pg_backend_pid()", as: Int.self) }
                }
            }
            return try await group.reduce(into: Set<Int>()) { if let pid = $1 { $0.insert(pid) } }
        }
        #expect((1...3).contains(pids.count))
    }

    @Test func transactionsAreSetUpAsWritten() async throws {
        let database = try await Contract.database(.postgres)
        let names = [
            "transaction_isolation", "transaction_read_only", "statement_timeout", "lock_timeout",
            "idle_in_transaction_session_timeout", "synchronous_commit",
        ]
        let show: @Sendable (Transaction) throws -> [String?] = { tx in
            try names.map { try tx.value("SHOW \(SQL(verbatim: $0))", as: String.self) }
        }
        let limits = ["30s", "5s", "5s", "on"]
        #expect(try await database.read(show) == ["repeatable read", "on"] + limits)
        #expect(try await database.write("show", show) == ["read committed", "off"] + limits)
    }

    @Test func statementsArePreparedOnce() async throws {
        let database = try await Contract.database(.postgres)
        for number in 0..<10 { try await database.write { tx in try Contract.insertPair(number, tx) } }
        let prepared = try await database.write { tx in
            try tx.values("SELECT statement FROM pg_prepared_statements ORDER BY statement", as: String.self)
        }
        #expect(prepared.filter { $0.hasPrefix("INSERT INTO half_") }.count == 2)
    }

    /// Far more texts than are kept: the oldest are dropped between transactions, and everything still works.
    @Test func preparedStatementsHaveALimit() async throws {
        let database = try await Contract.database(.postgres)
        for round in 0..<3 {
            try await database.write { tx in
                for number in 0..<300 {
                    _ = try tx.rows("SELECT \(SQL(verbatim: String(round * 300 + number)))")
                }
            }
        }
        let count = try await database.write { tx in
            try tx.value("SELECT COUNT(*) FROM pg_prepared_statements", as: Int.self) ?? 0
        }
        #expect(count <= 401)
    }
}

@Suite struct PoolTests {
    @Test(arguments: Engine.available)
    func oneReadMoreThanMayWaitIsRefused(engine: Engine) async throws {
        var options = Contract.held
        options.readers = 1
        options.waitingReads = 0
        let (database, _) = try await engine.fileDatabase(Contract.migrations, options)
        let (entered, door) = (Door(), Door())
        async let first: Void = database.read { _ in
            entered.open()
            door.wait()
        }
        await entered.opened()
        let second = await Result { try await database.read { tx in try tx.rows("SELECT 1").count } }
        #expect(second.storageError == .overloaded)
        door.open()
        try await first
        #expect(try await database.read { tx in try tx.rows("SELECT 1").count } == 1)
    }

    /// One write is running and two wait; of six, three are told to come again, and the others are saved.
    @Test(arguments: Engine.available)
    func oneWriteMoreThanMayWaitIsRefused(engine: Engine) async throws {
        var options = Contract.held
        options.waitingWrites = 2
        let database = try await Contract.database(engine, options)
        let (entered, door) = (Door(), Door())
        async let first: Void = database.write { _ in
            entered.open()
            door.wait()
        }
        await entered.opened()
        let refused = await withTaskGroup(of: StorageError?.self) { group in
            for number in 0..<5 {
                group.addTask {
                    await Result { try await database.write { tx in try Contract.insertPair(number, tx) } }.storageError
                }
            }
            var refused: [StorageError?] = []
            while refused.count < 3, let error = await group.next() { refused.append(error) }
            door.open()
            for await error in group { #expect(error == nil) }
            return refused
        }
        try await first
        #expect(refused == [.overloaded, .overloaded, .overloaded])
        #expect(try await Contract.pairs(database).a.count == 2)
    }

    @Test(arguments: Engine.available)
    func aSlowBodyIsReportedByName(engine: Engine) async throws {
        let named = Notes<String>()
        var options = StorageOptions()
        options.writeBudget = -1
        options.overBudget = { name, _ in named.add(name) }
        let database = try await Contract.database(engine, options)
        try await database.write(name: "receive a dossier") { tx in try Contract.insertPair(1, tx) }
        #expect(named.all.last == "receive a dossier")
    }
}
