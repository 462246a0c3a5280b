/// One write transaction of an engine, used by one batch on one thread. Errors are `StorageError`s.
public protocol WriteSession {
    /// Opens the transaction and waits for the write lock.
    func begin() throws
    /// Waits until no error is still under way; the transaction goes on.
    func settle() throws
    /// Marks the place that `rollbackToSavepoint` returns to.
    func savepoint() throws
    /// Ends the savepoint: everything since is done in the database, and no error is still under way.
    func release() throws
    /// Undoes everything since `savepoint` and ends it.
    func rollbackToSavepoint() throws
    /// Makes the transaction durable.
    func commit() throws
    /// Gives the transaction up, whatever state it is in.
    func rollback()
    /// False when the engine has already given the transaction up.
    var isOpen: Bool { get }
    /// A transaction for one body.
    func transaction() -> Transaction
}

/// The writes of one flush.
struct WriteBatch {
    private enum Attempt {
        case kept
        case refused(any Error)
        case broken(any Error)
    }
    private let writes: [PendingWrite]
    private let options: StorageOptions

    init(_ writes: [PendingWrite], _ options: StorageOptions) {
        self.writes = writes
        self.options = options
    }

    /// Runs the batch, then each of those that must run again alone, and answers all.
    func run(on session: some WriteSession) {
        var unanswered = writes
        do {
            let again = try flush(unanswered, mayRunAgain: true, on: session)
            for (index, write) in again.enumerated() {
                unanswered = Array(again[index...])
                _ = try flush([write], mayRunAgain: false, on: session)
            }
        } catch {
            for write in unanswered { write.answer(.failure(error)) }
        }
    }

    /// One transaction. Gives the writes that were not saved through no fault of theirs and must run alone.
    ///
    /// - Throws: when no transaction could be opened; then nobody has been answered.
    private func flush(
        _ writes: [PendingWrite],
        mayRunAgain: Bool,
        on session: some WriteSession
    ) throws -> [PendingWrite] {
        do { try session.begin() } catch {
            session.rollback()
            throw error
        }
        var results: [Result<Void, any Error>] = []
        // The transaction of a write that is alone is its own, and needs no savepoint within.
        let isAlone = writes.count == 1
        var isGivenUp = false
        for (index, write) in writes.enumerated() {
            switch attempt(write, isAlone: isAlone, on: session) {
            case .kept: results.append(.success(()))
            case .refused(let error):
                if isAlone {
                    session.rollback()
                    isGivenUp = true
                }
                results.append(.failure(error))
            case .broken(let error):
                session.rollback()
                if mayRunAgain, case StorageError.unavailable = error { return writes }
                write.answer(.failure(error))
                return Array(writes[..<index] + writes[(index + 1)...])
            }
        }
        do { if !isGivenUp { try session.commit() } } catch {
            session.rollback()
            if mayRunAgain, Self.certainlyNotSaved(error) { return writes }
            results = results.map { _ in .failure(error) }
        }
        var again: [PendingWrite] = []
        for (write, result) in zip(writes, results) {
            if mayRunAgain, case .failure(StorageError.conflict) = result {
                again.append(write)
            } else {
                write.answer(result)
            }
        }
        return again
    }

    private func attempt(_ write: PendingWrite, isAlone: Bool, on session: some WriteSession) -> Attempt {
        let start = ContinuousClock.now
        defer {
            let used = start.duration(to: .now).components
            let milliseconds = Int(used.seconds) * 1000 + Int(used.attoseconds / 1_000_000_000_000_000)
            if milliseconds > options.writeBudget { options.overBudget(write.name, milliseconds) }
        }
        if !isAlone {
            do { try session.savepoint() } catch { return .broken(error) }
        }
        do {
            let transaction = session.transaction()
            try write.attempt(transaction)
            try transaction.finish()
            if isAlone { try session.settle() } else { try session.release() }
            return .kept
        } catch {
            guard session.isOpen else { return .broken(error) }
            if isAlone { return .refused(error) }
            do { try session.rollbackToSavepoint() } catch { return .broken(error) }
            return .refused(error)
        }
    }

    /// A constraint checked at the end, or a lost race: the database has said that it kept nothing.
    private static func certainlyNotSaved(_ error: any Error) -> Bool {
        switch error as? StorageError {
        case .notUnique, .constraint, .conflict: true
        default: false
        }
    }
}
