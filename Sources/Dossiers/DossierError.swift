public import Agencies
public import Kernel

/// What the rules refuse, with what can be done instead. The texts are the pages'.
public enum DossierError: Error, Hashable, Sendable {
    /// The act does not lead on from this state; `instead` is what this officer can do now.
    case notFromHere(DossierAct, status: Status?, instead: [DossierAct])
    /// The act belongs to another role.
    case notYourRole(DossierAct, needs: [Role], instead: [DossierAct])
    /// The act belongs to another unit.
    case notYourUnit(DossierAct, belongsTo: ID<Agency>)
    /// The capacity needs a paper that proves it.
    case proofMissing(Capacity)
    /// The procedure wants the person to come in person (marriage).
    case proxyForbidden
    /// No owner is named, and none is said to be without a name yet.
    case ownerMissing
    case ownerTwice
    case tooMany(what: Countable, limit: Int)
    case countOutOfRange(what: Countable, limit: Int)
    /// A copy is said to be compared, and nobody is named who compared it.
    case comparerMissing(paper: String)
    /// A hand-over is already waiting for the other side's signature.
    case handOverPending
    case noHandOver
    /// The giver may not sign for the taker.
    case takerIsGiver
    /// The step is another's: it wants this role.
    case wrongStep(needs: Role, name: String)
    case lastStepIsIssuing
    /// The decision is not signed yet.
    case notSigned
    case numberMissing
    case fileMissing
    case reasonMissing
    case groundMissing
    /// More supplements than the procedure allows; a leader may override with a ground.
    case supplementsUsedUp(max: Int)
    /// A proposal to ask for papers waits for a leader: approved, or sent back, before anything else.
    case supplementProposed(instead: [DossierAct])
    /// Items of the request are not answered yet, by their numbers.
    case itemsUnanswered([Int], instead: [DossierAct])
    /// The extension was used: it may be given once.
    case extendedBefore
    case newDateNotLater
    /// Returned as not meeting the conditions within the limit only (`vietnam.md` §2.3): being late gives no such right.
    case returnTooLate
    case stillPaused
    case decisionMade
    /// The dossier may be struck out on its day only.
    case notSameDay
    case feeUnpaid(Money)
    case amountWrong(expected: Money)
    case nothingToPay
    /// Somebody other than the submitter collects and no proof is recorded.
    case collectorUnproven
    case tooManyCopies(left: Int)
    case notReadyToCollect
    case alreadyThere
    case nothingToUndo
    /// The last act went out of the house or is not this officer's: it cannot be undone, only put right.
    case cannotUndo(instead: [DossierAct])
    case originalUnknown(String)
    case notAtOnce
    /// The new date is a day on which the agency does not work.
    case newDateOffDay
    /// The record states no time limit, and none was entered.
    case limitMissing
    /// The unit has no code from which a dossier code could be made.
    case unitCodeMissing
    /// A dossier with this code, issued elsewhere, was received before.
    case codeTaken(DossierCode)
    case tooLong(what: WrittenPart, limit: Int)
    /// A correction costs nothing.
    case correctionIsFree
    /// A correction opens for a result that was returned.
    case correctionOfUnreturned
    /// No paper was named that is to be certified.
    case nothingToCertify
    /// The result is to be kept near home, and no unit is named.
    case pickUpMissing
    case draftsFull(limit: Int)
    case notesFull(limit: Int)
}

/// Things that are counted and bounded.
public enum Countable: String, Sendable, CaseIterable, Codable {
    case owners, papers, copies, sets, steps, pages, certified, dossiers
}

/// Texts that stand in an entry itself and are bounded.
public enum WrittenPart: String, Sendable, CaseIterable, Codable {
    case ground, number, receipt, place, title, text, paperName, draft
}

extension DossierError {
    /// The name of the cause, for texts and logs: `feeUnpaid`.
    public var cause: String { Mirror(reflecting: self).children.first?.label ?? String(describing: self) }
}

/// Bounds of one dossier; tested at n and n+1.
public enum DossierLimits {
    public static let owners = 50
    public static let papers = 100
    public static let copies = 999
    public static let sets = 20
    public static let steps = 30
    public static let groundLength = 500
    public static let numberLength = 100
    public static let placeLength = 200
    /// Characters in the name of a paper.
    public static let paperNameLength = 500
    /// Pages of an original that is certified.
    public static let pages = 2000
    /// Papers certified in one act.
    public static let certifiedAtOnce = 50
    /// Dossiers in one bag.
    public static let bagDossiers = 100
    /// Intakes an officer may have laid aside.
    public static let drafts = 50
    /// Bytes of a form that is laid aside.
    public static let draftBytes = 64 * 1024
    /// Notes to one dossier.
    public static let notes = 200
    /// Dossiers computed again in one write.
    public static let recomputeSlice = 200
    /// Dossiers signed in one act.
    public static let signedAtOnce = 100
    /// Rows of an organisation's spreadsheet.
    public static let spreadsheetRows = 200
}
