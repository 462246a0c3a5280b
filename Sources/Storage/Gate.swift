internal import Synchronization

/// Lets so many in at once, makes so many wait in order, and refuses the rest.
public final class Gate: Sendable {
    private struct State {
        var free: Int
        var nextTicket = 0
        /// Who waits, in order. A ticket whose task was cancelled is taken out.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var cancelled: Set<Int> = []
    }
    private let state: Mutex<State>
    private let mayWait: Int

    public init(places: Int, waiting: Int) {
        state = Mutex(State(free: max(1, places)))
        mayWait = waiting
    }

    /// How many wait now.
    public var waiting: Int { state.withLock { $0.waiting.count } }

    /// Waits for a place and gives it back when `work` ends.
    ///
    /// - Throws: `StorageError.overloaded` when too many wait; `CancellationError`; what `work` throws.
    public func pass<T>(_ work: () async throws -> T) async throws -> T {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        try Task.checkCancellation()
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        defer { _ = state.withLock { $0.cancelled.remove(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.remove(ticket) != nil { return .failure(CancellationError()) }
                    if state.free > 0 {
                        state.free -= 1
                        return .success(())
                    }
                    guard state.waiting.count < mayWait else { return .failure(StorageError.overloaded) }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func cancel(_ ticket: Int) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                state.cancelled.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: index).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
