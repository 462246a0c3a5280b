import Kernel
import Storage
import StorageSQLite
import StoreTestSupport
import Testing

@Suite struct ErrorTests {
    static let refused: [(kind: String, statement: SQL)] = [
        ("notUnique", "INSERT INTO parent (id, name, age) VALUES ('p', 'other', 1)"),
        ("notUnique", "INSERT INTO parent (id, name, age) VALUES ('q', 'An', 1)"),
        ("constraint", "INSERT INTO parent (id, name, age) VALUES ('q', 'Bình', -1)"),
        ("constraint", "INSERT INTO parent (id, age) VALUES ('q', 1)"),
        ("constraint", "INSERT INTO child (id, parent_id, strict_id) VALUES ('c', 'p', 'nobody')"),
        ("constraint", "INSERT INTO child (id, parent_id) VALUES ('c', 'nobody')"),
        ("failed", "INSERT INTO nothing (id) VALUES ('c')"),
        ("failed", "SELEC 1"),
        ("failed", "ROLLBACK"),
        ("failed", " commit"),
        ("failed", "SAVEPOINT mine"),
    ]

    @Test func whatIsLoggedHoldsNoValue() {
        let error = StorageError.unreadable(column: "name", value: .text("Bùi Thị Mận"))
        #expect("\(error)" == "unreadable(column: \"name\")")
        #expect("\(StorageError.overloaded)" == "overloaded")
        #expect("\(StorageError.failed(code: "1", message: "disk"))".contains("disk"))
    }

    /// Alone, and with a neighbour whose write must be saved all the same.
    @Test(arguments: Engine.available, refused.indices)
    func refusalsHaveOneNameOnBothEngines(engine: Engine, index: Int) async throws {
        let (kind, statement) = Self.refused[index]
        let database = try await Contract.database(engine)
        try await database.write { tx in try tx.execute("INSERT INTO parent (id, name, age) VALUES ('p', 'An', 1)") }
        async let refused = Result<Void, any Error> {
            try await database.write { tx in
                try tx.execute("INSERT INTO parent (id, name, age) VALUES ('before', 'before', 1)")
                try tx.execute(statement)
            }
        }
        async let neighbour: Void = database.write { tx in try Contract.insertPair(1, tx) }
        try await neighbour
        #expect(await refused.storageError?.kind == kind)
        #expect(try await Contract.pairs(database) == ([1], [1]))
        let parents = try await database.read { tx in try tx.values("SELECT id FROM parent", as: String.self) }
        #expect(parents == ["p"])
    }

    @Test(arguments: Engine.available)
    func aBodyThatSwallowsAnErrorIsNotSaved(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        let result = await Result {
            try await database.write { tx in
                try Contract.insertPair(1, tx)
                try? tx.execute("INSERT INTO parent (id, name, age) VALUES ('q', 'An', -1)")
                _ = try? tx.rows("SELECT 1")
            }
        }
        #expect(result.storageError?.kind == "constraint")
        #expect(try await Contract.pairs(database) == ([], []))
    }

    @Test(arguments: Engine.available)
    func aReadDoesNotWrite(engine: Engine) async throws {
        for database in [
            try await Contract.database(engine), try await engine.fileDatabase(Contract.migrations).database,
        ] {
            for freshness in [Freshness.current, .mayLag] {
                let result = await Result {
                    try await database.read(freshness) { tx in try Contract.insertPair(1, tx) }
                }
                #expect(result.storageError?.kind == "readOnly")
            }
            #expect(try await Contract.pairs(database) == ([], []))
        }
    }

    @Test(arguments: Engine.available)
    func aStatementThatRunsTooLongIsStopped(engine: Engine) async throws {
        var options = StorageOptions()
        options.statementMilliseconds = 1000
        let (_, place) = try await engine.fileDatabase(Contract.migrations)
        let database = try await engine.open(place, options)
        let read = await Result { try await database.read { tx in try tx.rows(Contract.endless).count } }
        #expect(read.storageError?.kind == "timedOut")

        async let slow = Result<Int, any Error> {
            try await database.write { tx in
                try Contract.insertPair(100, tx)
                try tx.execute("INSERT INTO half_a (id) \(Contract.endless)")
                return 0
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { try await database.write { tx in try Contract.insertPair(number, tx) } }
            }
            try await group.waitForAll()
        }
        #expect(await slow.storageError?.kind == "timedOut")
        #expect(try await Contract.pairs(database) == (Array(0..<20), Array(0..<20)))
    }

    /// Two connections of two servers: the second waits, and then says that it lost the race.
    @Test(arguments: Engine.available)
    func aSecondServerWaitsForTheWriter(engine: Engine) async throws {
        let (first, place) = try await engine.fileDatabase(Contract.migrations, Contract.held)
        var options = StorageOptions()
        options.busyMilliseconds = 100
        let second = try await engine.open(place, options)
        let (entered, door) = (Door(), Door())
        async let long: Void = first.write { tx in
            try Contract.insertPair(1, tx)
            // The row is on its way to the server only after something was asked.
            _ = try tx.rows("SELECT 1")
            entered.open()
            door.wait()
        }
        await entered.opened()
        let busy = await Result { try await second.write { tx in try Contract.insertPair(2, tx) } }
        #expect(busy.storageError?.kind == "conflict")
        door.open()
        try await long
        try await second.write { tx in try Contract.insertPair(3, tx) }
        #expect(try await Contract.pairs(first) == ([1, 3], [1, 3]))
    }

    @Test(arguments: Engine.available)
    func readersSeeOneStateWhileAWriterWorks(engine: Engine) async throws {
        let (database, _) = try await engine.fileDatabase(Contract.migrations, Contract.held)
        try await database.write { tx in try Contract.insertPair(0, tx) }
        let (entered, door) = (Door(), Door())
        async let long: Void = database.write { tx in
            try Contract.insertPair(1, tx)
            _ = try tx.rows("SELECT 1")
            entered.open()
            door.wait()
        }
        await entered.opened()
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 {
                group.addTask { try await database.read { tx in try tx.value("SELECT COUNT(*) FROM half_a") } }
            }
            for try await count in group { #expect(count == 1) }
        }
        door.open()
        try await long
        #expect(try await Contract.pairs(database) == ([0, 1], [0, 1]))
    }
}
