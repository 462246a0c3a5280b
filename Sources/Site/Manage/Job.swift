internal import Kernel
internal import Register
internal import Synchronization

/// Work that is too long for a request: a page starts it, goes on, and shows how it stands and what it found last.
///
/// It lives in this process. When the server ends it is not done; the page then says "not yet" and it can be started
/// again. Nothing that must happen depends on it.
final class Job<Report: Sendable>: Sendable {
    enum State: Sendable {
        case never
        case running(since: Instant, progress: Int)
        case done(at: Instant, Report)
        /// The error's name, without the facts it carries.
        case failed(at: Instant, error: String)
    }
    private let kept = Mutex<State>(.never)

    var state: State { kept.withLock { $0 } }

    /// Forgets what was found last; what runs goes on.
    func forget() {
        kept.withLock { state in
            if case .running = state { return }
            state = .never
        }
    }

    /// Starts `work`, unless it runs already; `work` says from time to time how far it is.
    @discardableResult
    func start(
        _ world: World,
        _ work: @escaping @Sendable (_ progress: @Sendable @escaping (Int) -> Void) async throws -> Report
    ) -> Task<Void, Never>? {
        let now = world.now()
        let isMine = kept.withLock { state in
            if case .running = state { return false }
            state = .running(since: now, progress: 0)
            return true
        }
        guard isMine else { return nil }
        return Task {
            do {
                let report = try await work { count in
                    self.kept.withLock { $0 = .running(since: now, progress: count) }
                }
                self.kept.withLock { $0 = .done(at: world.now(), report) }
            } catch {
                let name = ErrorName.of(error)
                self.kept.withLock { $0 = .failed(at: world.now(), error: name) }
            }
        }
    }
}
