internal import Access
internal import Agencies
internal import AssetBundle
internal import Catalogue
internal import Documents
internal import Dossiers
public import Kernel
internal import LegalClock
public import Register
public import Secrets
public import Site
public import Storage

/// Everything that runs, put together once: data, keys, clock and rooms.
public struct Platform: Sendable {
    public let rooms: Rooms
    /// Every public key that the key folder holds, newest first.
    public let publicKeys: [[UInt8]]
    public let demo: DemoSettings?
    public var database: any Database { rooms.database }
    public var world: World { rooms.world }
    public var vault: Vault { rooms.vault }

    /// Every context's migrations, in the order of their ids.
    public static let migrations: [Migration] = {
        let all =
            RequestKeys.migrations + Book.migrations + TextStore.migrations + AgencyTables.migrations
            + CalendarTables.migrations + AccessTables.migrations + CatalogueTables.migrations
            + Documents.migrations + DossierTables.migrations + BagStore.migrations
        return all.sorted { Self.place($0.id) < Self.place($1.id) }
    }()

    /// `2026-11-23-12-duties` as its day, its number and the rest.
    private static func place(_ id: String) -> (String, Int, String) {
        let parts = id.split(separator: "-", maxSplits: 4)
        guard parts.count == 5 else { return (id, 0, "") }
        return (parts[0...2].joined(separator: "-"), Int(parts[3]) ?? 0, String(parts[4]))
    }

    /// What each context can fold again from the book.
    public static let rebuilders: [any Rebuildable] = [
        AgencyRebuild(), CounterRebuild(), StaffRebuild(), CalendarRebuild(), AccessPolicyRebuild(), LookRebuild(),
        CatalogueRebuild(), DossierRebuild(), BagRebuild(),
    ]

    /// - Parameters:
    ///   - publicURL: the address people reach the site by.
    ///   - database: what stands before the folder's database; nil is that itself.
    ///   - passwords: the cost of password hashes; tests take the cheapest.
    /// - Throws: `KeyError`; `OperatorFailure` naming the keys that are missing, or are others than the data's.
    public init(
        _ folder: DataFolder,
        publicURL: String = "http://127.0.0.1:8080",
        database: (any Database)? = nil,
        passwords: PasswordPool = PasswordPool(),
        world: World? = nil
    ) throws {
        let keys = try folder.keys.load()
        if let wanted = folder.settings.keyPrints,
            let wrong = OperatorFailure.keys(wanted: wanted, held: try folder.keys.prints(), folder: folder.keys.path)
        {
            throw wrong
        }
        let world = world ?? SystemClock.world(shift: folder.settings.demo?.shift ?? 0)
        let secret = SystemClock.world().secret
        demo = folder.settings.demo
        publicKeys = try Secrets.publicKeys(keys)
        rooms = Rooms(
            database: database ?? folder.database,
            world: world,
            vault: try Secrets.vault(keys: keys, passwords: passwords, secret: secret),
            files: try folder.files(),
            publicURL: publicURL,
            synonyms: try Self.synonyms()
        )
    }

    /// The everyday words that lead to procedures.
    static func synonyms() throws -> Synonyms {
        guard let text = AssetBundle.text("Demo/synonyms.json") else { return .none }
        return try Synonyms.decode(text)
    }
}
