public import Kernel

/// A citizen, a foreigner or an organisation that the shop serves.
///
/// Identity numbers and phones are encrypted at rest and found by keyed hash; the book holds only the id. Ethnicity and
/// religion are not kept: no procedure's intake needs them here (Law 91/2025/QH15: minimisation).
public struct Person: Hashable, Sendable {
    public let id: ID<Person>
    /// The version of the newest entry in the person's chain.
    public var version: Int
    public var details: PersonDetails
    /// The record that this one was found to be a double of.
    public var mergedInto: ID<Person>?
    public var isErased: Bool

    public init(
        id: ID<Person>,
        version: Int = 0,
        details: PersonDetails,
        mergedInto: ID<Person>? = nil,
        isErased: Bool = false
    ) {
        self.id = id
        self.version = version
        self.details = details
        self.mergedInto = mergedInto
        self.isErased = isErased
    }

    /// A citizen of whom only the name is known.
    public init(id: ID<Person>, name: String) { self.init(id: id, details: PersonDetails(.citizen, name: name)) }

    public var name: String { details.name }
}

/// What kind of person.
public enum PersonKind: String, Sendable, CaseIterable, Codable {
    case citizen, foreigner, organisation
    /// The numbers that may identify one; none is always possible.
    public var identityKinds: [IdentityNumber.Kind] {
        switch self {
        case .citizen: [.citizen, .oldCitizen, .passport, .taxCode, .none]
        case .foreigner: [.passport, .citizen, .taxCode, .none]
        case .organisation: [.taxCode, .none]
        }
    }
}

/// What is entered about a person. A newborn, an elder, a foreigner may have no number.
public struct PersonDetails: Hashable, Sendable {
    public var kind: PersonKind
    public var name: String
    /// Day, month and year, or what is known of them.
    public var birth: PartialDate?
    public var sex: Sex?
    public var address: String?
    public var identity: IdentityNumber
    public var phone: Phone?
    public init(
        _ kind: PersonKind,
        name: String,
        birth: PartialDate? = nil,
        sex: Sex? = nil,
        address: String? = nil,
        identity: IdentityNumber = .none,
        phone: Phone? = nil
    ) {
        self.kind = kind
        self.name = name
        self.birth = birth
        self.sex = sex
        self.address = address
        self.identity = identity
        self.phone = phone
    }

    /// What a card says, for the form; name and address are to be confirmed.
    public init(card: IdentityCard) {
        self.init(
            .citizen,
            name: card.name,
            birth: card.birth,
            sex: card.sex,
            address: card.address.isEmpty ? nil : card.address,
            identity: .citizen(card.number)
        )
    }

    /// The details in their normal form.
    ///
    /// - Throws: `PersonError` naming the field.
    public func checked(on today: CivilDate) throws(PersonError) -> PersonDetails {
        var out = self
        out.name = VietnameseText.normalized(Self.trimmed(name))
        guard !out.name.isEmpty, out.name.count <= Limits.nameLength, VietnameseText.isCleanLine(out.name) else {
            throw .badName(max: Limits.nameLength)
        }
        let place = address.map { VietnameseText.normalized(Self.trimmed($0)) } ?? ""
        guard place.count <= AccessLimits.addressLength, VietnameseText.isCleanLine(place) else {
            throw .badAddress(max: AccessLimits.addressLength)
        }
        out.address = place.isEmpty ? nil : place
        guard kind.identityKinds.contains(identity.kind) else { throw .identityNotFor(kind, identity.kind) }
        if kind == .organisation {
            out.birth = nil
            out.sex = nil
        }
        if let birth {
            let first = CivilDate(birth.year, birth.month ?? 1, birth.dayOfMonth ?? 1) ?? today
            guard first <= today, birth.year >= today.year - 150 else { throw .birthImpossible(birth) }
        }
        return out
    }

    private static func trimmed(_ text: String) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "\u{A0}" || $0 == "\t" }).joined(separator: " ")
    }

    /// The names of the fields in which both differ; never what stands in them.
    func changes(from old: PersonDetails) -> [String] {
        var fields: [String] = []
        if kind != old.kind { fields.append("kind") }
        if !name.utf8.elementsEqual(old.name.utf8) { fields.append("name") }
        if birth != old.birth { fields.append("birth") }
        if sex != old.sex { fields.append("sex") }
        if address != old.address { fields.append("address") }
        if identity != old.identity { fields.append("identity") }
        if phone != old.phone { fields.append("phone") }
        return fields
    }
}

/// A number that tells who a person is.
public enum IdentityNumber: Hashable, Sendable {
    case none
    case citizen(CitizenID)
    case oldCitizen(OldCitizenID)
    /// Letters and digits of a passport.
    case passport(String)
    case taxCode(TaxCode)

    public enum Kind: String, Sendable, CaseIterable, Codable { case none, citizen, oldCitizen, passport, taxCode }

    /// Reads what was typed as a number of that kind.
    public init(_ kind: Kind, parsing text: String) throws(IdentityError) {
        switch kind {
        case .none: self = .none
        case .citizen:
            do { self = .citizen(try CitizenID(parsing: text)) } catch { throw .number(kind, error) }
        case .oldCitizen:
            do { self = .oldCitizen(try OldCitizenID(parsing: text)) } catch { throw .number(kind, error) }
        case .taxCode:
            do { self = .taxCode(try TaxCode(parsing: text)) } catch { throw .tax(error) }
        case .passport:
            let letters = text.uppercased().filter { $0 != " " && $0 != "-" }
            let isPlain = letters.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
            guard isPlain, AccessLimits.passportLength.contains(letters.utf8.count) else {
                throw .passport(AccessLimits.passportLength)
            }
            self = .passport(letters)
        }
    }

    public var kind: Kind {
        switch self {
        case .none: .none
        case .citizen: .citizen
        case .oldCitizen: .oldCitizen
        case .passport: .passport
        case .taxCode: .taxCode
        }
    }
    /// The number in its one form; empty for none.
    public var text: String {
        switch self {
        case .none: ""
        case .citizen(let number): number.digits
        case .oldCitizen(let number): number.digits
        case .passport(let number): number
        case .taxCode(let code): code.description
        }
    }
    /// `0171******34`; empty for none.
    public var masked: String { Masking.number(text) }
}

/// Why an identity number cannot be read.
public enum IdentityError: Error, Hashable, Sendable {
    case number(IdentityNumber.Kind, IdentityNumberError)
    case tax(TaxCodeError)
    /// Letters and digits, that many.
    case passport(ClosedRange<Int>)
}

/// What the room refuses about persons.
public enum PersonError: Error, Hashable, Sendable {
    case unknownPerson(ID<Person>)
    case badName(max: Int)
    case badAddress(max: Int)
    case birthImpossible(PartialDate)
    /// Organisations have tax codes, citizens have no organisation's.
    case identityNotFor(PersonKind, IdentityNumber.Kind)
    /// Two records are merged already, or are one.
    case alreadyOne
    case notMerged
    case erased
    /// Others were merged into it; they are taken apart first.
    case holdsOthers(count: Int)
}
