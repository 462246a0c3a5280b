import Foundation
import Kernel
import Storage
import StoreTestSupport
import Testing

@Suite struct GroupCommitTests {
    /// Every seventh throws after its first row; exactly the others are there, and whole.
    @Test(arguments: Engine.available, [false, true])
    func writesThatThrowLeaveNoTrace(engine: Engine, inFile: Bool) async throws {
        let database =
            inFile
            ? try await engine.fileDatabase(Contract.migrations).database : try await Contract.database(engine)
        let results = await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let result = await Result {
                        try await database.write { tx in
                            try tx.execute("INSERT INTO half_a (id) VALUES (\(number))")
                            if number % 7 == 0 { throw Refusal(number: number) }
                            try tx.execute("INSERT INTO half_b (id) VALUES (\(number))")
                            return number
                        }
                    }
                    return (number, result)
                }
            }
            return await group.reduce(into: [Int: Result<Int, any Error>]()) { $0[$1.0] = $1.1 }
        }
        for number in 0..<200 {
            if number % 7 == 0 {
                #expect(throws: Refusal(number: number)) { try results[number]?.get() }
            } else {
                #expect(try results[number]?.get() == number)
            }
        }
        let expected = (0..<200).filter { $0 % 7 != 0 }
        #expect(try await Contract.pairs(database) == (expected, expected))
    }

    /// Sums that only one writer at a time gets right: read, add one, write.
    @Test(arguments: Engine.available)
    func numbersAreGivenOnce(engine: Engine) async throws {
        let (first, place) = try await engine.fileDatabase(Contract.migrations)
        let second = try await engine.open(place)
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<60 {
                let database = index % 2 == 0 ? first : second
                group.addTask {
                    try await database.write { tx in
                        let next = (try tx.value("SELECT MAX(id) FROM half_a", as: Int.self) ?? 0) + 1
                        try tx.execute("INSERT INTO half_a (id) VALUES (\(next))")
                        return next
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...60))
    }

    @Test(arguments: Engine.available)
    func aWriteSeesItsOwnRowsAndLaterReadsSeeThem(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        // More statements than are sent at once, and more bytes than a socket holds.
        let long = String(repeating: "hồ sơ ", count: 20_000)
        let count = try await database.write { tx in
            for number in 0..<300 { try tx.execute("INSERT INTO half_a (id) VALUES (\(number))") }
            for number in 0..<20 {
                try tx.execute("INSERT INTO sample (id, words) VALUES (\("\(number)"), \(long))")
            }
            return try tx.value("SELECT COUNT(*) FROM half_a", as: Int.self)
        }
        #expect(count == 300)
        let sizes = try await database.read { tx in try tx.values("SELECT words FROM sample", as: String.self) }
        #expect(sizes.count == 20 && sizes.allSatisfy { $0 == long })
    }

    @Test(arguments: Engine.available)
    func requestKeysDecideDoubles(engine: Engine) async throws {
        let database = try await Contract.database(engine)
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<10 {
                group.addTask {
                    try await database.write { tx in
                        try RequestKeys.once("the-same-key", at: Instant(milliseconds: 1), in: tx) {
                            try Contract.insertPair(number, tx)
                            return "pair \(number)"
                        }
                    }
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(Set(outcomes).count == 1)
        #expect(try await Contract.pairs(database).a.map { "pair \($0)" } == [outcomes[0]])
        // A key whose work was refused may be used again.
        await #expect(throws: Refusal(number: 1)) {
            try await database.write { tx in
                _ = try RequestKeys.once("another-key", at: Instant(milliseconds: 1), in: tx) {
                    throw Refusal(number: 1)
                }
            }
        }
        let retried = try await database.write { tx in
            try RequestKeys.once("another-key", at: Instant(milliseconds: 2), in: tx) { "done" }
        }
        #expect(retried == "done")
    }

    @Test(arguments: Engine.available, [(0, 0), (1, 2), (2, 2), (3, 3), (9, 3)])
    func oldRequestKeysAreForgottenInSlices(engine: Engine, slice: (limit: Int, left: Int)) async throws {
        let database = try await Contract.database(engine)
        try await database.write { tx in
            for at in 1...3 {
                _ = try RequestKeys.once("request-\(at)", at: Instant(milliseconds: Int64(at)), in: tx) { "" }
            }
        }
        let forgotten = try await database.write { tx in
            try RequestKeys.forget(before: Instant(milliseconds: 3), limit: slice.limit, in: tx)
        }
        #expect(forgotten == min(slice.limit, 2))
    }

    /// A child process writes and is killed in the middle of a write: what it had answered is there, nothing is half.
    @Test(arguments: Engine.available)
    func aKilledServerHasKeptWhatItAnswered(engine: Engine) async throws {
        let (_, place) = try await engine.fileDatabase(Contract.migrations)
        let (name, kind) = (place.name, engine.rawValue)
        // Made here, so that it is removed here: the child has no time for it.
        _ = try place.folder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [name = name as String, kind = kind as String] in
            try await CrashLoad.run(try #require(Engine(rawValue: kind)), TestPlace(name: name))
        }
        let acknowledged = try CrashLoad.acknowledged(place)
        let database = try await engine.open(place)
        let (a, b) = try await Contract.pairs(database)
        #expect(acknowledged.count >= 50)
        #expect(a == b)
        #expect(Set(acknowledged).isSubset(of: a))
        #expect(!a.contains(CrashLoad.fatal))
        try await database.write { tx in try Contract.insertPair(CrashLoad.fatal, tx) }
    }
}

/// What the child process does until it kills itself.
enum CrashLoad {
    /// The write in whose middle the process dies.
    static let fatal = 400

    static func run(_ engine: Engine, _ place: TestPlace) async throws {
        let database = try await engine.open(place)
        let file = open(try place.folder() + "/acknowledged", O_CREAT | O_WRONLY | O_APPEND, 0o600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in stride(from: task, to: 10_000, by: 8) {
                        try await database.write { tx in
                            try tx.execute("INSERT INTO half_a (id) VALUES (\(number))")
                            if number == fatal {
                                _ = try tx.rows("SELECT 1")
                                kill(getpid(), SIGKILL)
                            }
                            try tx.execute("INSERT INTO half_b (id) VALUES (\(number))")
                        }
                        let line = Array("\(number)\n".utf8)
                        _ = write(file, line, line.count)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    static func acknowledged(_ place: TestPlace) throws -> [Int] {
        let text = try String(contentsOfFile: try place.folder() + "/acknowledged", encoding: .utf8)
        return text.split(separator: "\n").compactMap { Int($0) }
    }
}
