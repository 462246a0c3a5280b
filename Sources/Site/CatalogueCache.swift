public import Catalogue
public import Kernel
internal import Register
public import Storage
internal import Synchronization

/// The procedures in force on a day, by code, and the finder over them.
public struct ProcedureShelf: Sendable {
    public let date: CivilDate
    /// In the order of their codes.
    public let versions: [ProcedureVersion]
    public let finder: Finder
    private let byCode: [String: Int]

    init(date: CivilDate, versions: [ProcedureVersion], synonyms: Synonyms) {
        self.date = date
        self.versions = versions
        finder = Finder(versions.map(FinderEntry.init), synonyms: synonyms)
        byCode = Dictionary(versions.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { $1 })
    }

    public subscript(code: String) -> ProcedureVersion? { byCode[code].map { versions[$0] } }
    /// The fields of law, in alphabetical order of their folded names.
    public var fields: [String] {
        Set(versions.map(\.field)).sorted { VietnameseText.folded($0) < VietnameseText.folded($1) }
    }
}

/// The shelf of today in memory, as long as the catalogue's revision, read in each transaction, is the same.
public final class CatalogueCache: Sendable {
    private let synonyms: Synonyms
    private let kept = Mutex<(revision: Int64, shelf: ProcedureShelf)?>(nil)

    public init(synonyms: Synonyms) { self.synonyms = synonyms }

    public func shelf(on date: CivilDate, in tx: Transaction) throws -> ProcedureShelf {
        let revision = try Revisions.number(CatalogueStore.revision, in: tx)
        if let kept = kept.withLock({ $0 }), kept.revision == revision, kept.shelf.date == date { return kept.shelf }
        let versions = try CatalogueStore.all(on: date, in: tx)
        let shelf = ProcedureShelf(date: date, versions: versions, synonyms: synonyms)
        kept.withLock { $0 = (revision, shelf) }
        return shelf
    }
}
