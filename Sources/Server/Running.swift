internal import Kernel
internal import Logging
internal import Register
internal import ServiceLifecycle
internal import Storage
internal import Synchronization
internal import Web

/// What a running server knows of itself.
struct Running: Sendable {
    let platform: Platform
    let watch: StorageWatch
    let metrics: Metrics
    let logger: Logger
    let stopping = Stopping()

    /// Whether the database answers and takes writes, and the server is not about to end.
    func readiness() async -> Readiness {
        if stopping.isSet { return .notReady("stopping") }
        let answers = (try? await platform.database.read { tx in try Book.position(in: tx) }) != nil
        if let reason = watch.notReady { return .notReady(reason) }
        return answers ? .ready : .notReady("the database does not answer")
    }
}

extension Running {
    /// Looks each minute whether the clock stands behind the book: then it was set back, the log says by how much, and
    /// entries keep the instant of the one before them until it is there again.
    func watchClock(clock: any Clock<Duration> = ContinuousClock()) async {
        let quiet = QuietLog(logger, pause: .seconds(600))
        while !Task.isCancelled {
            let newest = try? await platform.database.read { tx in try Book.newestInstant(in: tx) }
            let behind = newest.map { $0.milliseconds - platform.world.now().milliseconds } ?? 0
            metrics.set("motcua_clock_behind_book_seconds", Double(max(0, behind / 1000)))
            if behind > ServerLimits.clockBehindMilliseconds {
                quiet.warning("The clock is behind the book: was it set back?", ["minutes": "\(behind / 60_000)"])
            }
            do { try await clock.sleep(for: .seconds(60)) } catch { return }
        }
    }
}

/// Set once the server was told to stop: a balancer then sends nobody any more.
final class Stopping: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
}

/// Runs the duties beside the pages.
struct DutyService: Service {
    let running: Running
    /// What the log has already said of the database itself.
    private static let saidAlready: Set<String> = [
        "StorageError.unavailable", "StorageError.full", "StorageError.readOnly", "StorageError.overloaded",
    ]

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runDuties() }
            group.addTask { await cancelWhenGracefulShutdown { await running.watchClock() } }
        }
    }

    private func runDuties() async {
        let (platform, metrics) = (running.platform, running.metrics)
        let duties = Duties(ServerDuties.all(platform), database: platform.database, world: platform.world)
        let quiet = QuietLog(running.logger)
        let failures = Mutex<[String: Int]>([:])
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                await duties.loop { outcome in
                    metrics.count("motcua_duties_total", ["duty": outcome.name, "ended": outcome.error ?? "well"])
                    let inARow = failures.withLock { failures in
                        failures[outcome.name] = outcome.error == nil ? 0 : failures[outcome.name, default: 0] + 1
                        return failures[outcome.name] ?? 0
                    }
                    metrics.set("motcua_duty_failures", Double(inARow), ["duty": outcome.name])
                    guard let error = outcome.error, !Self.saidAlready.contains(error) else { return }
                    quiet.warning("Duty failed", ["duty": "\(outcome.name)", "error": "\(error)"])
                }
            }
        } onGracefulShutdown: {
            running.stopping.set()
        }
    }
}
