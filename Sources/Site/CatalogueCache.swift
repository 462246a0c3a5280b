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
///
/// Making a shelf of thousands of procedures takes a good part of a second. While the cache is tended (`tend`, in a
/// server), readers who may lag are given the old shelf after a change, and the new one is made beside them.
public final class CatalogueCache: Sendable {
    private struct State {
        var kept: (revision: Int64, shelf: ProcedureShelf)?
        /// Wakes who tends the cache; nil while nobody does.
        var wake: AsyncStream<Void>.Continuation?
    }
    private let synonyms: Synonyms
    private let state = Mutex(State())

    public init(synonyms: Synonyms) { self.synonyms = synonyms }

    /// The shelf of `date`. With `mayLag`, and while the cache is tended, it may be that of before the last change, or in
    /// the first seconds of a day that of the day before.
    public func shelf(on date: CivilDate, mayLag: Bool = false, in tx: Transaction) throws -> ProcedureShelf {
        let revision = try Revisions.number(CatalogueStore.revision, in: tx)
        let state = state.withLock { $0 }
        if let kept = state.kept {
            if kept.revision == revision, kept.shelf.date == date { return kept.shelf }
            if mayLag, let wake = state.wake, kept.shelf.date == date || kept.shelf.date.adding(days: 1) == date {
                wake.yield()
                return kept.shelf
            }
        }
        return keep(try CatalogueStore.all(on: date, in: tx), revision, date)
    }

    /// Makes the shelf of `date` again if the kept one is another's or older; nobody waits for it meanwhile.
    public func renew(on date: CivilDate, from database: any Database) async throws {
        let kept = state.withLock { $0.kept.map { (revision: $0.revision, date: $0.shelf.date) } }
        let fresh = try await database.read { tx -> (revision: Int64, versions: [ProcedureVersion])? in
            let revision = try Revisions.number(CatalogueStore.revision, in: tx)
            if let kept, kept.revision == revision, kept.date == date { return nil }
            return (revision, try CatalogueStore.all(on: date, in: tx))
        }
        if let fresh { _ = keep(fresh.versions, fresh.revision, date) }
    }

    /// Whether somebody makes it anew beside the readers.
    var isTended: Bool { state.withLock { $0.wake != nil } }

    private func keep(_ versions: [ProcedureVersion], _ revision: Int64, _ date: CivilDate) -> ProcedureShelf {
        let shelf = ProcedureShelf(date: date, versions: versions, synonyms: synonyms)
        state.withLock { state in
            // Of two made at once the later stands.
            if let kept = state.kept, kept.shelf.date == date, kept.revision > revision { return }
            state.kept = (revision, shelf)
        }
        return shelf
    }

    /// Renews the shelf whenever a reader met an old one, and looks by itself every `pause`, until it is cancelled.
    ///
    /// - Parameter failed: hears why a shelf could not be made; the old one goes on being served.
    public func tend(
        on today: @escaping @Sendable () -> CivilDate,
        from database: any Database,
        every pause: Duration = .seconds(5),
        clock: any Clock<Duration> = ContinuousClock(),
        failed: @escaping @Sendable (any Error) -> Void
    ) async {
        let (calls, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.wake = wake }
        defer { state.withLock { $0.wake = nil } }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await clock.sleep(for: pause)) != nil { wake.yield() }
                wake.finish()
            }
            for await _ in calls {
                do { try await renew(on: today(), from: database) } catch { failed(error) }
            }
            group.cancelAll()
        }
    }
}
