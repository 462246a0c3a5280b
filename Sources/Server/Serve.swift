internal import Agencies
internal import Hummingbird
internal import HummingbirdCore
internal import Kernel
internal import LegalClock
public import Logging
internal import NIOCore
internal import Paper
internal import Register
internal import ServiceLifecycle
internal import Site
internal import Storage
internal import StorageSQLite
internal import Synchronization
internal import UnixSignals
internal import Web

/// How `motcua serve` runs.
public struct ServeOptions: Sendable {
    public var data: String
    public var host = "127.0.0.1"
    public var port = 8080
    /// The address people reach the site by; by default where it listens.
    public var publicURL: String?
    public var trustedProxy: String?
    /// A folder of texts laid over the shipped ones.
    public var strings: String?
    public init(data: String) { self.data = data }

    /// Reads `127.0.0.1:8080` or `[::1]:8080`; nil for anything else.
    public static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return host.isEmpty ? nil : (host, port)
    }
}

/// The server: pages, duties, and an orderly end.
public enum Serve {
    /// Serves until the process is told to stop (SIGTERM, SIGINT); running requests are finished first.
    ///
    /// - Parameter started: called with the address once it listens.
    /// - Throws: `OperatorFailure`, `TextLibrary.Flaws`, and what the system says of the address.
    public static func run(
        _ options: ServeOptions,
        logger: Logger,
        started: @escaping @Sendable (String, DemoSettings?) -> Void
    ) async throws {
        var storage = StorageOptions()
        storage.overBudget = { name, milliseconds in
            logger.warning("Slow write", metadata: ["write": "\(name)", "ms": "\(milliseconds)"])
        }
        let folder = try await DataFolder.open(options.data, options: storage)
        let lock: FolderLock
        do { lock = try FolderLock(folder: folder.path) } catch { throw OperatorFailure.wording(error) }
        if let demo = folder.settings.demo, !demo.isComplete {
            throw OperatorFailure(
                vi: "Dữ liệu demo trong \(folder.path) chưa dựng xong. Hãy dựng lại: motcua demo --data … --force",
                en: "The demo in \(folder.path) is unfinished. Build it again: motcua demo --data … --force"
            )
        }
        let local = "http://\(options.host.contains(":") ? "[\(options.host)]" : options.host):\(options.port)"
        var publicURL = options.publicURL ?? local
        while publicURL.hasSuffix("/") { publicURL.removeLast() }
        let platform: Platform
        do { platform = try Platform(folder, publicURL: publicURL) } catch { throw OperatorFailure.wording(error) }
        try await run(platform, options, local: local, logger: logger, started: started)
        withExtendedLifetime(lock) {}
    }

    private static func run(
        _ platform: Platform,
        _ options: ServeOptions,
        local: String,
        logger: Logger,
        started: @escaping @Sendable (String, DemoSettings?) -> Void
    ) async throws {
        let stopping = Stopping()
        let metrics = Metrics()
        let site = try Routes.site(
            platform,
            strings: options.strings,
            trustedProxy: options.trustedProxy,
            metrics: metrics
        ) { await isReady(platform, stopping) }
        try await warmUp(platform)
        let application = Application(
            router: Routes.table(platform.rooms, site, publicKeys: platform.publicKeys).finish(),
            server: .http1(configuration: limits),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                serverName: "motcua",
                availableConnectionsDelegate: MaximumAvailableConnections(ServerLimits.connections)
            ),
            services: [
                DutyService(platform: platform, metrics: metrics, stopping: stopping, logger: logger),
                CatalogueService(rooms: platform.rooms, logger: logger),
            ],
            onServerRunning: { _ in started(local, platform.demo) },
            logger: logger
        )
        var group = ServiceGroupConfiguration(
            services: [application],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(ServerLimits.shutdownSeconds)
        try await ServiceGroup(configuration: group).run()
    }

    private static var limits: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: .seconds(Int64(ServerLimits.idleSeconds)),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: ServerLimits.headerBytes,
                maxHeaderListSize: ServerLimits.headerBytes,
                maxHeaderFieldCount: ServerLimits.headerFields
            )
        )
    }

    /// Whether the database answers and the server is not about to end.
    private static func isReady(_ platform: Platform, _ stopping: Stopping) async -> Bool {
        guard !stopping.isSet else { return false }
        return (try? await platform.database.read { tx in try Book.position(in: tx) }) != nil
    }

    /// Loads what the first visitor would else wait for: fonts, units, procedures.
    private static func warmUp(_ platform: Platform) async throws {
        let rooms = platform.rooms
        let today = rooms.world.now().date
        try await rooms.database.read { tx in
            _ = try rooms.directory(in: tx)
            _ = try rooms.procedures(on: today, in: tx)
            _ = try rooms.calendars.calendar(lineage: [], in: tx)
        }
        // A sheet that nobody sees: the first slip need not wait for the fonts.
        let sheet = Leaflet(
            office: "Ủy ban nhân dân",
            procedure: "Thủ tục",
            field: "Lĩnh vực",
            bring: [],
            howLong: [],
            cost: [],
            places: [],
            source: "",
            address: rooms.publicURL,
            site: rooms.publicURL
        )
        _ = try sheet.pdf(made: rooms.world.now())
    }
}

/// Set once the server was told to stop: a balancer then sends nobody any more.
private final class Stopping: Sendable {
    private let flag = Mutex(false)
    var isSet: Bool { flag.withLock { $0 } }
    func set() { flag.withLock { $0 = true } }
}

/// Makes the procedures in memory and their finder anew beside the pages when the catalogue changed.
private struct CatalogueService: Service {
    let rooms: Rooms
    let logger: Logger

    func run() async throws {
        let (rooms, logger) = (rooms, logger)
        await cancelWhenGracefulShutdown {
            await rooms.catalogue.tend(on: { rooms.world.now().date }, from: rooms.database) { error in
                logger.warning("Catalogue not renewed", metadata: ["error": "\(type(of: error))"])
            }
        }
    }
}

/// Runs the duties beside the pages.
private struct DutyService: Service {
    let platform: Platform
    let metrics: Metrics
    let stopping: Stopping
    let logger: Logger

    func run() async throws {
        let duties = Duties(ServerDuties.all(platform), database: platform.database, world: platform.world)
        try await duties.register()
        let (metrics, logger, stopping) = (metrics, logger, stopping)
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                await duties.loop { outcome in
                    metrics.count("motcua_duties_total", ["duty": outcome.name, "ended": outcome.error ?? "well"])
                    guard let error = outcome.error else { return }
                    logger.warning("Duty failed", metadata: ["duty": "\(outcome.name)", "error": "\(error)"])
                }
            }
        } onGracefulShutdown: {
            stopping.set()
        }
    }
}
