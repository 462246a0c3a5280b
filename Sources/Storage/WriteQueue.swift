internal import Synchronization

/// Group commit, the same for both engines: writes that wait for the same flush share one transaction.
///
/// - Each write runs under its own savepoint; one that throws is rolled back alone.
/// - Nobody is answered before the flush, the refused neither: what they saw may have been a neighbour's work.
/// - A write that breaks the whole transaction (a full disk, a lost connection, a time-out on SQLite) gets its error,
///   and its neighbours run again, each alone, since nothing of them was saved.
/// - A write that lost a race (`StorageError.conflict`) or its connection before the flush runs once more, alone.
/// - A write that is cancelled while it waits never runs; one that is running is finished and answered.
public final class WriteQueue: Sendable {
    /// Runs `work` on the engine's writing thread. When it throws, `work` was never called.
    public typealias Perform = @Sendable (_ work: @escaping @Sendable (any WriteSession) -> Void) async throws -> Void

    private struct State {
        var waiting: [PendingWrite] = []
        var isDraining = false
    }
    private let state = Mutex(State())
    private let options: StorageOptions
    private let perform: Perform

    public init(_ options: StorageOptions, perform: @escaping Perform) {
        self.options = options
        self.perform = perform
    }

    /// Runs `body` with whoever else is waiting and returns its result after the flush.
    ///
    /// - Throws: what `body` threw; `StorageError.overloaded` when too many wait; `CancellationError` when the task
    ///   was cancelled before the body began; the engine's error when the flush failed.
    public func write<T: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let value = Mailbox<T>()
        let write = PendingWrite(name: name) { transaction in value.put(try body(transaction)) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if write.wait(continuation) { enqueue(write) }
            }
        } onCancel: {
            write.cancel()
        }
        guard let result = value.take() else { throw StorageError.missing("the result of \(name)") }
        return result
    }

    /// How many writes wait for the next flush now.
    public var waiting: Int { state.withLock { $0.waiting.count { $0.isWaiting } } }

    private func enqueue(_ write: PendingWrite) {
        let (accepted, mustDrain) = state.withLock { state -> (Bool, Bool) in
            if state.waiting.count >= options.waitingWrites { state.waiting.removeAll { !$0.isWaiting } }
            guard state.waiting.count < options.waitingWrites else { return (false, false) }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return (true, !state.isDraining)
        }
        if !accepted { write.refuse(StorageError.overloaded) }
        if mustDrain { Task.detached { await self.drain() } }
    }

    private func drain() async {
        while let batch = nextBatch() {
            let options = options
            do { try await perform { session in WriteBatch(batch, options).run(on: session) } } catch {
                for write in batch { write.answer(.failure(error)) }
            }
        }
    }

    /// The writes of the next flush; nil when nobody waits, and then nobody drains any more.
    private func nextBatch() -> [PendingWrite]? {
        state.withLock { state in
            var batch: [PendingWrite] = []
            var looked = 0
            for write in state.waiting {
                guard batch.count < options.batch else { break }
                looked += 1
                if write.begin() { batch.append(write) }
            }
            state.waiting.removeFirst(looked)
            if batch.isEmpty { state.isDraining = false }
            return batch.isEmpty ? nil : batch
        }
    }
}

/// A place for one value, handed from the writing thread to the caller.
private final class Mailbox<T: Sendable>: Sendable {
    private let value = Mutex<T?>(nil)
    func put(_ new: T) { value.withLock { $0 = new } }
    func take() -> T? { value.withLock { $0 } }
}

/// One write between its caller and the writing thread; answered exactly once.
final class PendingWrite: Sendable {
    private enum Phase {
        case new, cancelled, answered
        case waiting(CheckedContinuation<Void, any Error>)
        case running(CheckedContinuation<Void, any Error>)
    }
    private let phase = Mutex(Phase.new)
    let name: String
    let attempt: @Sendable (Transaction) throws -> Void

    init(name: String, attempt: @escaping @Sendable (Transaction) throws -> Void) {
        self.name = name
        self.attempt = attempt
    }

    var isWaiting: Bool {
        phase.withLock { phase in
            if case .waiting = phase { true } else { false }
        }
    }
    /// False, and the caller is answered, when it was cancelled before it could wait.
    func wait(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
        let waits = phase.withLock { phase in
            guard case .new = phase else { return false }
            phase = .waiting(continuation)
            return true
        }
        if !waits { continuation.resume(throwing: CancellationError()) }
        return waits
    }
    /// False when the write was cancelled while it waited.
    func begin() -> Bool {
        phase.withLock { phase in
            guard case .waiting(let continuation) = phase else { return false }
            phase = .running(continuation)
            return true
        }
    }
    func cancel() {
        let continuation = phase.withLock { phase -> CheckedContinuation<Void, any Error>? in
            switch phase {
            case .new: phase = .cancelled
            case .waiting(let continuation):
                phase = .answered
                return continuation
            case .running, .cancelled, .answered: break
            }
            return nil
        }
        continuation?.resume(throwing: CancellationError())
    }
    func refuse(_ error: any Error) {
        if begin() { answer(.failure(error)) }
    }
    func answer(_ result: Result<Void, any Error>) {
        let continuation = phase.withLock { phase -> CheckedContinuation<Void, any Error>? in
            guard case .running(let continuation) = phase else { return nil }
            phase = .answered
            return continuation
        }
        continuation?.resume(with: result)
    }
}
