internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Foundation
public import Kernel
internal import LegalClock
internal import Register
public import Secrets
internal import Site
public import Storage
internal import StorageSQLite

/// Builds the demo: Hòa Bình's units, invented people, and three months of dossiers through the real rules.
public struct DemoBuilder: Sendable {
    /// Dossiers of a history through the real rules.
    public static let dossiers = 0...200_000
    /// Dossiers in all, most of them in bulk.
    public static let scale = 0...2_000_000
    /// As many dossiers of a demo at scale have a history through the real rules; what is beyond is made in bulk.
    public static let throughRules = 20_000
    /// Entries under one head of a bulk: thousands of heads would say no more than hundreds.
    static let bulkSeal = 10_000
    /// Months of the bulk before the demo's day.
    static let bulkMonths = 36
    /// Minute of the demo's day at which its clock stands when it has been built: the doors are open.
    static let opening = 8 * 60

    let day: CivilDate?
    let seed: UInt64
    let count: Int
    let bulk: Int
    let passwords: PasswordPool
    let say: @Sendable (String) -> Void

    /// - Parameters:
    ///   - today: the day on which the demo begins; nil is the present, with its 46 units.
    ///   - count: dossiers of the history's three months, act by act through the real rules.
    ///   - bulk: dossiers beside them over three years, decided in memory and written in bulk.
    ///   - say: hears how far it is.
    public init(
        today: CivilDate?,
        seed: UInt64,
        count: Int,
        bulk: Int = 0,
        passwords: PasswordPool = PasswordPool(),
        say: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        day = today
        self.seed = seed
        self.count = count
        self.bulk = bulk
        self.passwords = passwords
        self.say = say
    }

    /// Builds into a folder that is not there yet, and gives its settings.
    ///
    /// - Throws: `OperatorFailure` where there is one already.
    @discardableResult
    public func build(
        _ path: String,
        _ settings: Settings,
        options: StorageOptions = StorageOptions()
    ) async throws -> Settings {
        let real = SystemClock.now()
        let today = day ?? real.date
        var settings = settings
        let opens = Instant(today, minute: Self.opening)
        settings.demo = DemoSettings(today: today, shift: 0, seed: seed, dossiers: count + bulk)
        var options = options
        // An index over all of a bulk takes its time.
        if bulk > 0 { options.statementMilliseconds = max(options.statementMilliseconds, 3_600_000) }
        var folder = try await DataFolder.make(path, settings, options: options, secret: SystemClock.world().secret)
        let first = today.adding(months: -3)
        let earliest = day == nil ? DemoUnits.merger : DemoUnits.beginning
        let start = bulk == 0 ? first : min(first, max(earliest, today.adding(months: -Self.bulkMonths)))
        let world = DemoWorld(seed: seed, at: Instant(start, minute: 6 * 60))
        let platform = try Platform(folder, passwords: passwords, world: world.world)
        let site = DemoSite(
            platform: platform,
            world: world,
            start: start,
            first: first,
            today: today,
            isNow: day == nil,
            isSmall: count + bulk < Self.large,
            say: say
        )
        let logIns = try await site.build(seed: seed, count: count, bulk: bulk)
        world.now = opens
        let seal = SealDuty(
            database: platform.database,
            vault: platform.vault,
            world: world.world,
            slice: bulk == 0 ? RegisterLimits.sealSlice : Self.bulkSeal
        )
        say("Niêm phong… seals…")
        try await seal.run(slices: .max)
        let shift = day == nil ? 0 : opens.milliseconds - SystemClock.now().milliseconds
        try folder.change { settings in
            settings.demo?.isComplete = true
            settings.demo?.shift = shift
            settings.demo?.logIns = logIns
        }
        return folder.settings
    }

    /// From this many dossiers on, every commune has its officers; below it, some.
    static let large = 2000

    /// Deletes a demo, with nothing else in its folder touched; what is no demo stays.
    ///
    /// - Throws: `OperatorFailure` when the folder holds real data, or a server runs on it.
    public static func remove(_ path: String) async throws {
        guard DataFolder.exists(path) else { return }
        let folder = try await DataFolder.open(path, schema: .asItIs)
        guard folder.settings.demo != nil, folder.settings.database == nil else {
            throw OperatorFailure(
                vi: "\(path) không phải demo trong SQLite: không xóa.",
                en: "\(path) is no demo in SQLite: it is not deleted."
            )
        }
        let lock: FolderLock
        do { lock = try FolderLock(folder: folder.path) } catch { throw OperatorFailure.wording(error) }
        try withExtendedLifetime(lock) {
            for name in ["settings.json", "motcua.sqlite", "motcua.sqlite-wal", "motcua.sqlite-shm", "files"] {
                let item = "\(folder.path)/\(name)"
                guard FileManager.default.fileExists(atPath: item) else { continue }
                try FileManager.default.removeItem(atPath: item)
            }
        }
    }
}
