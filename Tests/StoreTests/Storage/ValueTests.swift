import Kernel
import Storage
import StoreTestSupport
import Testing

@Suite struct ValueTests {
    static let values: [(column: String, value: SQLValue)] = [
        ("whole", .int(0)), ("whole", .int(.max)), ("whole", .int(.min)), ("whole", .int(-1)), ("whole", .null),
        ("fraction", .double(0.1)), ("fraction", .double(-1e-300)), ("fraction", .double(1e300)),
        ("fraction", .double(3)), ("fraction", .double(.infinity)), ("fraction", .null),
        ("flag", .int(1)), ("flag", .int(0)), ("flag", .null),
        ("words", .text("")), ("words", .text("Đặng Thị Mỹ Hoà, phường Quỳnh Lâm")), ("words", .text("it's \"; --\\")),
        ("words", .text("line\nline\tend")), ("words", .text("👩‍👩‍👧")), ("words", .null),
        ("bytes", .blob([])), ("bytes", .blob([0])), ("bytes", .blob(Array(0...255))), ("bytes", .null),
    ]

    @Test(arguments: Engine.available)
    func everyValueComesBackAsItWas(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        for (index, (column, value)) in Self.values.enumerated() {
            let name = SQL(verbatim: column)
            try await database.write { tx in
                try tx.execute("INSERT INTO sample (id, \(name)) VALUES (\("row \(index)"), \(value))")
            }
            let back = try await database.read { tx in
                try tx.rows("SELECT \(name) FROM sample WHERE id = \("row \(index)")").map(\.values)
            }
            #expect(back == [[value]], "\(column)")
        }
    }

    /// Swift takes composed and decomposed text as equal and SQL does not, so bytes are compared.
    @Test(arguments: Engine.available, ["Hoà", "Hoa\u{300}"])
    func textKeepsItsBytes(engine: Engine, text: String) async throws {
        let database = try await Contract.database(engine)
        try await database.write { tx in try tx.execute("INSERT INTO sample (id, words) VALUES ('a', \(text))") }
        let back = try await database.read { tx in try tx.value("SELECT words FROM sample", as: String.self) }
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
        let other = VietnameseText.normalized(text)
        let found = try await database.read { tx in
            try tx.value("SELECT COUNT(*) FROM sample WHERE words = \(other)", as: Int.self)
        }
        #expect(found == (Array(other.utf8) == Array(text.utf8) ? 1 : 0))
    }

    @Test(arguments: Engine.available)
    func whatOnlyOneEngineCouldStoreIsRefused(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        for (column, value) in [("words", SQLValue.text("a\u{0}b")), ("fraction", .double(.nan))] {
            let result = await Result {
                try await database.write { tx in
                    try tx.execute("INSERT INTO sample (id, \(SQL(verbatim: column))) VALUES ('a', \(value))")
                }
            }
            #expect(result.storageError?.kind == "constraint")
        }
        let count = try await database.read { tx in try tx.value("SELECT COUNT(*) FROM sample", as: Int.self) }
        #expect(count == 0)
    }

    @Test(arguments: Engine.available)
    func sumsAndCountsAreWholeNumbers(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        try await database.write { tx in
            try tx.execute("INSERT INTO sample (id, whole, flag) VALUES ('a', 40, \(true)), ('b', 2, \(false))")
        }
        let row = try await database.read { tx in
            try tx.rows("SELECT SUM(whole) AS sum, COUNT(*) AS count, MAX(id) AS last FROM sample").map(\.values)
        }
        #expect(row == [[.int(42), .int(2), .text("b")]])
        let active = try await database.read { tx in try tx.values("SELECT id FROM sample WHERE flag", as: String.self)
        }
        #expect(active == ["a"])
    }

    @Test(arguments: Engine.available)
    func listsBindTheirValues(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        try await database.write { tx in
            for id in ["a", "b", "c"] { try tx.execute("INSERT INTO sample (id) VALUES (\(id))") }
        }
        func ids(_ wanted: [String]) async throws -> [String] {
            try await database.read { tx in
                try tx.values("SELECT id FROM sample WHERE id IN (\(SQL.list(wanted))) ORDER BY id")
            }
        }
        #expect(try await ids(["c", "a", "' OR 1=1 --"]) == ["a", "c"])
        #expect(try await ids([]) == [])
    }

    @Test(arguments: Engine.available)
    func anUpsertReplacesTheRow(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        for name in ["first", "second"] {
            try await database.write { tx in
                let row: [String: SQLValue] = ["id": .text("p"), "name": .text(name), "age": .int(1)]
                try tx.execute(.upsert(into: "parent", key: ["id"], row: row))
            }
        }
        #expect(
            try await database.read { tx in try tx.values("SELECT name FROM parent", as: String.self) } == ["second"]
        )
    }

    @Test(arguments: Engine.available)
    func aColumnThatIsNotThereIsNamed(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        let result = await Result {
            try await database.read { tx in
                for row in try tx.rows("SELECT 'text' AS words") {
                    #expect(throws: StorageError.unreadable(column: "words", value: .text("text"))) {
                        try row.get("words", as: Int.self)
                    }
                    _ = try row.get("missing", as: String.self)
                }
            }
        }
        #expect(result.storageError == .noSuchColumn("missing"))
    }
}
