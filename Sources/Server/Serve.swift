internal import Agencies
internal import Glibc
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
        // The lock comes first: a newer program must not change the tables under one that is running.
        let lock = try DataFolder.lock(options.data)
        let folder = try await DataFolder.open(options.data, schema: .asItIs, options: storage)
        try await upgrade(folder, logger)
        if let demo = folder.settings.demo, !demo.isComplete {
            throw OperatorFailure(
                vi: "Dữ liệu demo trong \(folder.path) chưa dựng xong. Hãy dựng lại: motcua demo --data … --force",
                en: "The demo in \(folder.path) is unfinished. Build it again: motcua demo --data … --force"
            )
        }
        let local = "http://\(options.host.contains(":") ? "[\(options.host)]" : options.host):\(options.port)"
        var publicURL = options.publicURL ?? local
        while publicURL.hasSuffix("/") { publicURL.removeLast() }
        let metrics = Metrics()
        let watch = StorageWatch(folder.database, metrics: metrics, logger: logger)
        let platform: Platform
        do { platform = try Platform(folder, publicURL: publicURL, database: watch) } catch {
            throw OperatorFailure.wording(error)
        }
        raiseFileLimit()
        let running = Running(platform: platform, watch: watch, metrics: metrics, logger: logger)
        try await run(running, options, local: local, started: started)
        withExtendedLifetime(lock) {}
    }

    /// Brings older tables up to this version, after a copy of them was made beside.
    static func upgrade(_ folder: DataFolder, _ logger: Logger) async throws {
        let done = try await Upgrade(folder).run(at: SystemClock.now())
        guard !done.applied.isEmpty else { return }
        let metadata: Logger.Metadata = [
            "version": "\(Release.version)", "migrations": "\(done.applied.joined(separator: ","))",
            "copy": "\(done.copy ?? "")",
        ]
        logger.notice("Data upgraded", metadata: metadata)
    }

    private static func run(
        _ running: Running,
        _ options: ServeOptions,
        local: String,
        started: @escaping @Sendable (String, DemoSettings?) -> Void
    ) async throws {
        let (platform, metrics, logger) = (running.platform, running.metrics, running.logger)
        let site = try Routes.site(
            platform,
            strings: options.strings,
            trustedProxy: options.trustedProxy,
            metrics: metrics
        ) { await running.readiness() }
        try await warmUp(platform)
        let limits = ConnectionLimits()
        let census = ConnectionCensus(limits, exempt: options.trustedProxy)
        let quiet = QuietLog(logger)
        let application = Application(
            router: Routes.table(platform.rooms, site, publicKeys: platform.publicKeys).finish(),
            server: HTTPServerBuilder { responder in
                GuardedChannel(responder: responder, limits: limits, census: census, metrics: metrics, log: quiet)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port),
                serverName: "motcua",
                availableConnectionsDelegate: MaximumAvailableConnections(limits.total + ServerLimits.refusalsAtOnce)
            ),
            services: [
                DutyService(running: running), CatalogueService(rooms: platform.rooms, logger: logger),
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

    /// Each connection is an open file, and the system gives a process 1024 unless it asks for more.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(ServerLimits.openFiles)))
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
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
