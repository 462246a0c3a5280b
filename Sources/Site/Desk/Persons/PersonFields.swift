internal import Access
internal import Kernel
internal import Web

/// The fields of one person on a form; their names begin with `prefix`, so that a page may hold several.
///
/// Nothing typed means no number and no phone: both are normal (a newborn, an elder, a foreigner).
struct PersonFields: Sendable {
    let prefix: String

    init(_ prefix: String) { self.prefix = prefix }

    func field(_ name: String) -> String { "\(prefix)_\(name)" }

    /// The record that was chosen, or nothing.
    func chosen(_ form: FormData) -> ID<Person>? {
        let id = form.value(field("id"))
        return id.isEmpty ? nil : ID(id)
    }
    /// Whether anything was typed at all.
    func isEmpty(_ form: FormData) -> Bool {
        chosen(form) == nil && ["name", "number", "phone", "address"].allSatisfy { form.value(field($0)).isEmpty }
    }

    /// Reads what was typed; nil when something is wrong, which stands in `form.errors` then.
    func read(_ form: inout FormData, on today: CivilDate) -> PersonDetails? {
        let before = form.errors.all.count
        let kind = PersonKind(rawValue: form.value(field("kind"))) ?? .citizen
        let name = form.line(field("name"), max: Limits.nameLength, required: true)
        let birth = birth(&form, on: today)
        let sex = Sex(rawValue: form.value(field("sex")))
        let address = form.line(field("address"), max: AccessLimits.addressLength)
        let identity = identity(&form, of: kind)
        let phone = phone(&form)
        guard form.errors.all.count == before, let name else { return nil }
        let details = PersonDetails(
            kind,
            name: name,
            birth: birth,
            sex: sex,
            address: address,
            identity: identity,
            phone: phone
        )
        do { return try details.checked(on: today) } catch {
            PersonFields.add(error, field(error.fieldName), to: &form)
            return nil
        }
    }

    private func birth(_ form: inout FormData, on today: CivilDate) -> PartialDate? {
        guard let text = form.line(field("birth"), max: 30) else { return nil }
        guard let date = PartialDate(written: text) else {
            form.errors.add(field("birth"), "person.birth.wrong")
            return nil
        }
        return date
    }

    private func identity(_ form: inout FormData, of person: PersonKind) -> IdentityNumber {
        guard let text = form.line(field("number"), max: 40) else { return .none }
        let kind = kind(form, person)
        do { return try IdentityNumber(kind, parsing: text) } catch {
            let (key, values) = PersonFields.words(error)
            form.errors.add(field("number"), key, values)
            return .none
        }
    }
    /// The kind of number that was chosen; an organisation has a tax code.
    private func kind(_ form: FormData, _ person: PersonKind) -> IdentityNumber.Kind {
        let chosen = IdentityNumber.Kind(rawValue: form.value(field("idkind"))) ?? .citizen
        if person.identityKinds.contains(chosen), chosen != .none { return chosen }
        return person.identityKinds.first ?? .citizen
    }

    private func phone(_ form: inout FormData) -> Phone? {
        guard let text = form.line(field("phone"), max: 40) else { return nil }
        do { return try Phone(parsing: text) } catch {
            let (key, values) = PersonFields.words(error)
            form.errors.add(field("phone"), key, values)
            return nil
        }
    }

    /// The form with these details filled in.
    func filled(_ form: FormData, with details: PersonDetails) -> FormData {
        var out = form.setting(field("kind"), details.kind.rawValue).setting(field("name"), details.name)
        out = out.setting(field("birth"), details.birth?.written ?? "")
        out = out.setting(field("sex"), details.sex?.rawValue ?? "")
        out = out.setting(field("address"), details.address ?? "")
        out = out.setting(field("idkind"), details.identity.kind == .none ? "" : details.identity.kind.rawValue)
        out = out.setting(field("number"), details.identity.text)
        return out.setting(field("phone"), details.phone?.national ?? "")
    }
    /// The form with a record chosen in place of what was typed.
    func choosing(_ id: ID<Person>, _ form: FormData) -> FormData {
        cleared(form).setting(field("id"), id.rawValue)
    }
    func cleared(_ form: FormData) -> FormData {
        ["id", "name", "birth", "sex", "address", "idkind", "number", "phone", "kind", "other"].reduce(form) {
            $0.setting(field($1), "")
        }
    }
}

extension PersonFields {
    /// What is wrong with a number, and what to do: the key of the text and what it needs.
    static func words(_ error: IdentityError) -> (key: String, values: [String: String]) {
        switch error {
        case .number(let kind, .wrongLength(let entered, let needed)):
            let key = kind == .oldCitizen ? "person.number.old.length" : "person.number.length"
            return (key, ["entered": "\(entered)", "needed": "\(needed)"])
        case .number(_, .empty(let needed)): return ("person.number.empty", ["needed": "\(needed)"])
        case .number(_, .notDigit(let character, _)): return ("person.number.digit", ["character": "\(character)"])
        case .tax(let error): return taxWords(error)
        case .passport(let range):
            return ("person.passport.wrong", ["min": "\(range.lowerBound)", "max": "\(range.upperBound)"])
        }
    }
    private static func taxWords(_ error: TaxCodeError) -> (key: String, values: [String: String]) {
        switch error {
        case .wrongLength(let entered): ("person.tax.length", ["entered": "\(entered)"])
        case .notDigit(let character): ("person.number.digit", ["character": "\(character)"])
        default: ("person.tax.wrong", [:])
        }
    }
    static func words(_ error: PhoneError) -> (key: String, values: [String: String]) {
        switch error {
        case .empty: ("person.phone.wrong", [:])
        case .notDigit(let character): ("person.number.digit", ["character": "\(character)"])
        case .wrongLength(let entered): ("person.phone.length", ["entered": "\(entered)"])
        case .noLeadingZero: ("person.phone.zero", [:])
        case .unknownPrefix(let prefix): ("person.phone.prefix", ["prefix": prefix])
        case .oldMobile(let today): ("person.phone.old", ["today": today])
        }
    }
    static func words(_ error: IdentityCardError) -> (key: String, values: [String: String]) {
        switch error {
        case .notACard: ("person.card.fields", [:])
        case .number(let error): words(.number(.citizen, error))
        case .birthDate: ("person.card.birth", [:])
        case .disagree(let number, let date):
            ("person.card.disagree", ["number": "\(number)", "date": "\(date)"])
        }
    }
    static func add(_ error: PersonError, _ field: String, to form: inout FormData) {
        switch error {
        case .badName: form.errors.add(field, "person.name.wrong")
        case .badAddress(let max): form.errors.add(field, "person.address.wrong", ["max": "\(max)"])
        case .birthImpossible(let date): form.errors.add(field, "person.birth.impossible", ["date": date.written])
        case .identityNotFor: form.errors.add(field, "person.number.kind")
        case .unknownPerson, .alreadyOne, .notMerged, .erased, .holdsOthers:
            form.errors.add(field, "person.gone")
        }
    }
}

extension PersonError {
    /// The field that is to blame.
    fileprivate var fieldName: String {
        switch self {
        case .badAddress: "address"
        case .birthImpossible: "birth"
        case .identityNotFor: "number"
        default: "name"
        }
    }
}
