/// The ten national statuses (`vietnam.md` §2.1), synchronised with the national portal, and our `voided`.
///
/// The raw value is the national code.
public enum Status: Int, Sendable, CaseIterable, Codable {
    /// 1 Mới đăng ký.
    case submitted = 1
    /// 2 Được tiếp nhận.
    case received = 2
    /// 3 Không được tiếp nhận.
    case notAccepted = 3
    /// 4 Đang xử lý.
    case inProcess = 4
    /// 5 Yêu cầu bổ sung giấy tờ (at intake, before any clock, or during the work).
    case supplementAsked = 5
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính.
    case paymentAsked = 6
    /// 7 Công dân yêu cầu rút hồ sơ.
    case withdrawn = 7
    /// 8 Dừng xử lý.
    case stopped = 8
    /// 9 Đã xử lý xong.
    case finished = 9
    /// 10 Đã trả kết quả.
    case returned = 10
    /// Taken in by mistake and struck out the same day; the code is never used again. Not a national status.
    case voided = 99

    /// States from which nothing leads on. A correction after return is a new, linked dossier.
    public var isFinal: Bool {
        switch self {
        case .notAccepted, .withdrawn, .returned, .voided: true
        case .submitted, .received, .inProcess, .supplementAsked, .paymentAsked, .stopped, .finished: false
        }
    }
    /// States in which the legal clock stands still.
    public var isPaused: Bool { self == .supplementAsked || self == .paymentAsked || self == .stopped }
    /// States in which the agency still owes the citizen a result.
    public var isOpen: Bool {
        switch self {
        case .received, .inProcess, .supplementAsked, .paymentAsked: true
        case .submitted, .notAccepted, .withdrawn, .stopped, .finished, .returned, .voided: false
        }
    }
}

/// How a dossier ended in status 9.
public enum Outcome: String, Sendable, CaseIterable, Codable {
    /// The result asked for is given.
    case granted
    /// The agency decided against it.
    case refused
    /// Returned as not meeting the conditions, with a legal reason, within the limit.
    case returnedUnmet
}

/// The finance axis, apart from the business status.
public enum FinanceState: String, Sendable, CaseIterable, Codable { case nothingDue, due, paid }

/// The delivery axis: where the result is on its way to the citizen.
public enum DeliveryState: String, Sendable, CaseIterable, Codable {
    case notReady
    /// At the competent agency, on its way to the counter.
    case onTheWay
    /// At the counter, waiting to be collected.
    case ready
    /// Some copies are handed over.
    case partly
    case delivered
    /// The receiver refused the result.
    case declined
}

/// The synchronisation axis: what the national portal knows. Its exchange is a later issue; the axis is kept from the
/// first day.
public enum SyncState: String, Sendable, CaseIterable, Codable { case local, pending, synchronised, failed }

/// How the dossier came in, told truly (issue 2 §5; Decision 766 counts only the citizen's own online filing).
public enum IntakeChannel: String, Sendable, CaseIterable, Codable {
    case onlineSelf
    case onlineAssisted
    /// Entered by the officer in the citizen's place: not an online filing.
    case enteredByOfficer
    case counter
    case post

    /// KenhThucHien of the national message: 1 in person, 2 online, 3 by post.
    public var nationalCode: Int {
        switch self {
        case .onlineSelf, .onlineAssisted: 2
        case .enteredByOfficer, .counter: 1
        case .post: 3
        }
    }
}

/// In which capacity the submitter acts for the owner; each but the first wants proof.
public enum Capacity: String, Sendable, CaseIterable, Codable {
    case oneself, parentOrGuardian, spouse, relative, proxy, representative, postalAgent

    /// Whether a paper that proves the capacity must be named.
    public var needsProof: Bool { self != .oneself }
}

/// How the citizen wants the result.
public enum ResultDelivery: String, Sendable, CaseIterable, Codable { case counter, post, electronic, nearHome }

/// In what form a paper was handed in.
public enum PaperForm: String, Sendable, CaseIterable, Codable {
    /// Bản chính, kept with the dossier and given back against signature.
    case original
    /// Bản chính nộp lưu: a declaration, an application, a form that is handed in for good.
    case filed
    /// Bản sao.
    case copy
    /// Bản sao đã đối chiếu với bản chính, by the officer named.
    case comparedCopy
    /// Bản điện tử.
    case electronic
}
