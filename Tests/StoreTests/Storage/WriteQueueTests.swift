import Dispatch
import Storage
import Synchronization
import Testing

/// An engine made of a list, whose failures tests choose. `"SAVE \(number)"` is its only statement.
private final class FakeEngine: Sendable {
    struct State {
        var saved: [Int] = []
        var open: [Int]?
        var mark = 0
        var batches: [Int] = []
        var failure: StorageError?
        /// Makes the transaction fail at its commit when it holds this number.
        var refusedAtCommit: Int?
        /// Makes the engine lose the transaction when this number is written.
        var breaking: Int?
        var commitFailure: StorageError?
    }
    let state = Mutex(State())
    private let beforeCommit: @Sendable () -> Void
    private let thread = DispatchQueue(label: "fake")
    init(beforeCommit: @escaping @Sendable () -> Void = {}) { self.beforeCommit = beforeCommit }

    func queue(_ change: (inout StorageOptions) -> Void = { _ in }) -> WriteQueue {
        var options = StorageOptions()
        change(&options)
        return WriteQueue(options) { work in
            await withCheckedContinuation { continuation in
                self.thread.async {
                    work(Session(engine: self))
                    continuation.resume()
                }
            }
        }
    }
    var saved: [Int] { state.withLock { $0.saved } }
    /// How many writes each commit saved.
    var batches: [Int] { state.withLock { $0.batches } }

    struct Session: WriteSession {
        let engine: FakeEngine
        var isOpen: Bool { engine.state.withLock { $0.open != nil } }
        func begin() throws {
            try engine.state.withLock { state in
                if let failure = state.failure { throw failure }
                state.open = []
            }
        }
        func savepoint() throws { engine.state.withLock { state in state.mark = state.open?.count ?? 0 } }
        func settle() throws {}
        func release() throws {}
        func rollbackToSavepoint() throws {
            engine.state.withLock { state in state.open = state.open.map { Array($0.prefix(state.mark)) } }
        }
        func commit() throws {
            engine.beforeCommit()
            try engine.state.withLock { state in
                if let failure = state.commitFailure { throw failure }
                let open = state.open ?? []
                if let number = state.refusedAtCommit, open.contains(number) { throw StorageError.constraint("late") }
                state.saved += open
                state.batches.append(open.count)
                state.open = nil
            }
        }
        func rollback() { engine.state.withLock { $0.open = nil } }
        func transaction() -> Transaction {
            Transaction { sql, _ in
                guard case .int(let number)? = sql.rendered(for: .sqlite).values.first else { return [] }
                try engine.state.withLock { state in
                    if state.breaking == Int(number) {
                        state.open = nil
                        throw StorageError.full("disk")
                    }
                    state.open?.append(Int(number))
                }
                return []
            }
        }
    }
}

@Suite struct WriteQueueTests {
    /// Holds the writer inside a first write until `numbers` wait behind it in that order, then lets all go.
    private func together(
        _ numbers: [Int],
        on queue: WriteQueue,
        _ body: @escaping @Sendable (Int, Transaction) throws -> Void = { try $1.execute("SAVE \($0)") }
    ) async -> [Int: Result<Void, any Error>] {
        let (entered, door) = (Door(), Door())
        let first = Task {
            try await queue.write("first") { _ in
                entered.open()
                door.wait()
            }
        }
        await entered.opened()
        return await withTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
            for (index, number) in numbers.enumerated() {
                group.addTask { (number, await Result { try await queue.write("\(number)") { try body(number, $0) } }) }
                await until { queue.waiting > index }
            }
            door.open()
            _ = await first.result
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test func writesThatWaitShareOneFlushInOrder() async {
        let engine = FakeEngine()
        let results = await together(Array(1...10), on: engine.queue())
        #expect(results.values.allSatisfy { $0.storageError == nil })
        #expect(engine.saved == Array(1...10))
        #expect(engine.batches == [0, 10])
    }

    @Test(arguments: [1, 9, 10, 11]) func aFlushHasALimit(count: Int) async {
        let engine = FakeEngine()
        _ = await together(Array(0..<count), on: engine.queue { $0.batch = 10 })
        #expect(engine.batches == [0, min(count, 10)] + (count > 10 ? [count - 10] : []))
        #expect(engine.saved == Array(0..<count))
    }

    @Test func oneMoreThanMayWaitIsRefused() async throws {
        let engine = FakeEngine()
        let queue = engine.queue { $0.waitingWrites = 3 }
        let (entered, door) = (Door(), Door())
        async let first: Void = queue.write("first") { _ in
            entered.open()
            door.wait()
        }
        await entered.opened()
        await withTaskGroup(of: StorageError?.self) { group in
            for number in 1...3 {
                group.addTask {
                    await Result { try await queue.write("") { try $0.execute("SAVE \(number)") } }.storageError
                }
                await until { queue.waiting >= number }
            }
            let fourth = await Result { try await queue.write("") { try $0.execute("SAVE \(4)") } }
            #expect(fourth.storageError == .overloaded)
            door.open()
            for await error in group { #expect(error == nil) }
        }
        try await first
        #expect(engine.saved == [1, 2, 3])
    }

    @Test func oneThatThrowsIsRolledBackAlone() async {
        let engine = FakeEngine()
        let results = await together(Array(1...20), on: engine.queue()) { number, tx in
            try tx.execute("SAVE \(number)")
            if number % 7 == 0 { throw Refusal(number: number) }
        }
        #expect(engine.saved == (1...20).filter { $0 % 7 != 0 })
        #expect(engine.batches == [0, 18])
        for (number, result) in results {
            if number % 7 == 0 {
                #expect(throws: Refusal(number: number)) { try result.get() }
            } else {
                #expect(throws: Never.self) { try result.get() }
            }
        }
    }

    @Test func nobodyIsAnsweredBeforeTheFlush() async {
        let (flushing, door) = (Door(), Door())
        let engine = FakeEngine(beforeCommit: {
            flushing.open()
            door.wait()
        })
        let queue = engine.queue()
        let answered = Notes<Int>()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...2 {
                group.addTask {
                    _ = await Result {
                        try await queue.write("") { tx in
                            try tx.execute("SAVE \(number)")
                            if number == 2 { throw Refusal(number: 2) }
                        }
                    }
                    answered.add(number)
                }
            }
            await flushing.opened()
            for _ in 0..<20 { await Task.yield() }
            #expect(answered.all.isEmpty)
            // One flush or two, as the two writes met or missed each other.
            door.open()
        }
        #expect(answered.all.sorted() == [1, 2])
        #expect(engine.saved == [1])
    }

    @Test func whenTheFlushFailsEverybodyHearsOfIt() async {
        let engine = FakeEngine()
        engine.state.withLock { $0.commitFailure = .unavailable("gone") }
        let results = await together([1, 2, 3], on: engine.queue()) { number, tx in
            try tx.execute("SAVE \(number)")
            if number == 2 { throw Refusal(number: 2) }
        }
        #expect(results.values.allSatisfy { $0.storageError == .unavailable("gone") })
        #expect(engine.saved == [])
    }

    @Test func aConstraintCheckedAtTheFlushConcernsItsWriteOnly() async {
        let engine = FakeEngine()
        engine.state.withLock { $0.refusedAtCommit = 2 }
        let results = await together([1, 2, 3], on: engine.queue())
        #expect(results.mapValues(\.storageError) == [1: nil, 2: .constraint("late"), 3: nil])
        #expect(engine.saved == [1, 3])
    }

    @Test func neighboursOfOneThatBreaksTheTransactionRunAgain() async {
        let engine = FakeEngine()
        engine.state.withLock { $0.breaking = 2 }
        let results = await together([1, 2, 3], on: engine.queue())
        #expect(results.mapValues(\.storageError) == [1: nil, 2: .full("disk"), 3: nil])
        #expect(engine.saved == [1, 3])
    }

    @Test func whenNoTransactionOpensNoBodyRuns() async {
        let engine = FakeEngine()
        engine.state.withLock { $0.failure = .unavailable("down") }
        let queue = engine.queue()
        let ran = Notes<Int>()
        let result = await Result { try await queue.write("") { _ in ran.add(1) } }
        #expect(result.storageError == .unavailable("down"))
        #expect(ran.all.isEmpty)
        engine.state.withLock { $0.failure = nil }
        #expect(await Result { try await queue.write("") { try $0.execute("SAVE \(5)") } }.storageError == nil)
        #expect(engine.saved == [5])
    }

    @Test func aLostRaceIsRunOnceMore() async {
        let engine = FakeEngine()
        let queue = engine.queue()
        let tries = Notes<Int>()
        let second = await Result {
            try await queue.write("") { tx in
                tries.add(1)
                if tries.all.count == 1 { throw StorageError.conflict("race") }
                try tx.execute("SAVE \(1)")
            }
        }
        #expect(second.storageError == nil)
        let always = await Result { try await queue.write("") { _ in throw StorageError.conflict("race") } }
        #expect(always.storageError == .conflict("race"))
        #expect(engine.saved == [1])
    }

    @Test func aWriteCancelledWhileItWaitsNeverRuns() async throws {
        let engine = FakeEngine()
        let queue = engine.queue()
        let (entered, door) = (Door(), Door())
        let running = Task {
            try await queue.write("running") { tx in
                try tx.execute("SAVE \(1)")
                entered.open()
                door.wait()
                return 7
            }
        }
        await entered.opened()
        let waiting = Task { try await queue.write("waiting") { try $0.execute("SAVE \(2)") } }
        await until { queue.waiting >= 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(queue.waiting == 0)
        running.cancel()
        door.open()
        // A body that has begun is finished and answered.
        #expect(try await running.value == 7)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await queue.write("late") { try $0.execute("SAVE \(3)") }
        }
        await #expect(throws: CancellationError.self) { try await late.value }
        #expect(engine.saved == [1])
    }

    @Test func aBodyOverItsBudgetIsNamed() async throws {
        let named = Notes<String>()
        for (budget, name) in [(-1, "over"), (60_000, "under")] {
            let queue = FakeEngine().queue {
                $0.writeBudget = budget
                $0.overBudget = { name, milliseconds in named.add("\(name) \(milliseconds >= 0)") }
            }
            try await queue.write(name) { try $0.execute("SAVE \(1)") }
        }
        #expect(named.all == ["over true"])
    }
}

@Suite struct GateTests {
    @Test func soManyEnterTheOthersWaitInOrderAndTheRestIsRefused() async {
        let gate = Gate(places: 1, waiting: 2)
        let (entered, door) = (Door(), Door())
        let order = Notes<Int>()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = await Result {
                    try await gate.pass {
                        entered.open()
                        await door.opened()
                    }
                }
            }
            await entered.opened()
            for number in 1...2 {
                group.addTask { _ = await Result { try await gate.pass { order.add(number) } } }
                await until { gate.waiting >= number }
            }
            #expect(await Result { try await gate.pass {} }.storageError == .overloaded)
            door.open()
        }
        #expect(order.all == [1, 2])
        #expect(await Result { try await gate.pass {} }.storageError == nil)
    }

    @Test func whoIsCancelledLeavesTheLine() async {
        let gate = Gate(places: 1, waiting: 1)
        let (entered, door) = (Door(), Door())
        async let first = Result<Void, any Error> {
            try await gate.pass {
                entered.open()
                await door.opened()
            }
        }
        await entered.opened()
        let waiting = Task { try await gate.pass {} }
        await until { gate.waiting >= 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(gate.waiting == 0)
        door.open()
        _ = await first
        #expect(await Result { try await gate.pass {} }.storageError == nil)
    }
}
