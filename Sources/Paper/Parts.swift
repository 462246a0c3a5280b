public import Kernel

/// What stands at the head of a form.
public struct SlipHead: Hashable, Sendable {
    /// The agency above: `ỦY BAN NHÂN DÂN TỈNH HÒA BÌNH`.
    public var superior: String
    /// The office that issues; nil is the name of the set in force (`FormSet.officeName`).
    public var office: String?
    /// The office within a sentence: `Công an xã Mai Châu`; nil is the name of the set in force.
    public var officeWords: String?
    /// Where it is written: `Hòa Bình`.
    public var place: String
    public var date: CivilDate
    /// The number of the letter with its sign: `12/HDHS`; nil when it has none.
    public var number: String?

    public init(
        superior: String,
        office: String? = nil,
        officeWords: String? = nil,
        place: String,
        date: CivilDate,
        number: String? = nil
    ) {
        self.superior = superior
        self.office = office
        self.officeWords = officeWords
        self.place = place
        self.date = date
        self.number = number
    }
}

/// The part of a slip that anyone understands, in its frame with the QR code.
public struct SlipCard: Hashable, Sendable {
    public var invitation: Invitation
    /// A second language's sentence, smaller.
    public var translation: Invitation?
    /// Eight digits; printed in two groups of four.
    public var lookUpNumber: String?
    /// The address of the tracking page with its token, for the QR code.
    public var trackingAddress: String?
    /// The address a person can type.
    public var site: String?

    public init(
        invitation: Invitation,
        translation: Invitation? = nil,
        lookUpNumber: String? = nil,
        trackingAddress: String? = nil,
        site: String? = nil
    ) {
        self.invitation = invitation
        self.translation = translation
        self.lookUpNumber = lookUpNumber
        self.trackingAddress = trackingAddress
        self.site = site
    }
}

/// Whose dossier it is and how to reach them. What is empty is left out, or dotted where the form asks for it.
public struct SlipParty: Hashable, Sendable {
    public var name: String
    /// `CCCD`, `MST`, `Số định danh`.
    public var identityLabel: String
    public var identity: String
    public var address: String
    public var phone: String
    public var email: String

    public init(
        name: String,
        identityLabel: String = "CCCD/MST",
        identity: String = "",
        address: String = "",
        phone: String = "",
        email: String = ""
    ) {
        self.name = name
        self.identityLabel = identityLabel
        self.identity = identity
        self.address = address
        self.phone = phone
        self.email = email
    }
}

/// A paper on the slip.
public struct SlipPaper: Hashable, Sendable {
    public var name: String
    /// `Bản chính`, `Bản sao`, `Bản sao đã đối chiếu`, `Bản điện tử`.
    public var kind: String
    public var count: Int
    /// The original stays with the agency and is given back with the result.
    public var originalKept: Bool
    /// Anything else: who compared the copy.
    public var note: String

    public init(name: String, kind: String, count: Int, originalKept: Bool = false, note: String = "") {
        self.name = name
        self.kind = kind
        self.count = count
        self.originalKept = originalKept
        self.note = note
    }
}

/// A fee with its full text and whether it was taken.
public struct SlipFee: Hashable, Sendable {
    public enum State: Hashable, Sendable { case paid, toPay, none }
    /// The announced words, as long as they are.
    public var text: String
    /// Nil when the amount is not stated.
    public var amount: Money?
    public var state: State

    public init(text: String, amount: Money?, state: State) {
        self.text = text
        self.amount = amount
        self.state = state
    }

    var words: Rich {
        let sum = amount.map { $0 == .zero ? "Không thu" : $0.description }
        let mark =
            switch state {
            case .paid: " (đã thu)"
            case .toPay: " (chưa thu)"
            case .none: ""
            }
        guard let sum else { return "\(text)\(b: mark)" }
        return text.isEmpty ? "\(b: sum + mark)" : "\(text): \(b: sum + mark)"
    }
}

/// Who signs, and what stands above the name.
public struct SlipSignature: Hashable, Sendable {
    /// `NGƯỜI TIẾP NHẬN HỒ SƠ`, or a block of several lines (`TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH`).
    public var title: String
    public var note: String
    public var name: String

    public init(title: String, note: String = "(Ký và ghi rõ họ tên)", name: String = "") {
        self.title = title
        self.note = note
        self.name = name
    }
}
