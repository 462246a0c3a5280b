internal import Access
internal import Agencies
internal import Catalogue
internal import Dossiers
internal import Kernel
internal import LegalClock
internal import Register
internal import Storage
internal import Web

/// All that an intake through the API stands before.
struct IntakeStand: Sendable {
    let officer: Officer
    let version: ProcedureVersion
    let directory: AgencyDirectory
    let competent: ID<Agency>
    let calendar: WorkCalendar
    let unitCode: String
    let signers: [IntakeScene.StaffMemberLine]
    let today: CivilDate

    static func load(_ call: APICall, _ rooms: Rooms, in tx: Transaction) throws -> IntakeStand {
        let (body, today) = (call.body, call.today)
        let officer = try call.officer()
        guard officer.may(.receiveDossier) else { throw APIProblem.roleMissing }
        guard let version = try rooms.procedures(on: today, in: tx)[body["procedure"]?.text ?? ""] else {
            throw APIProblem.refused("/procedure", "api.error.procedure")
        }
        let directory = try rooms.directory(in: tx)
        let addresses = (body["owners"]?.list ?? []) + [body["submitter"]].compactMap { $0 }
        let competent: ID<Agency>?
        if let named = body["competent"]?.text {
            competent = directory.unit(named: named, on: today)
            if competent == nil { throw APIProblem.refused("/competent", "api.error.unit") }
        } else {
            competent = CompetentUnit.guess(
                version,
                address: addresses.lazy.compactMap { $0["address"]?.text }.first,
                receiving: officer.agency,
                directory,
                on: today
            )
        }
        guard let competent else { throw APIProblem.refused("/competent", "api.error.competent") }
        let above = directory.ancestors(of: officer.agency, on: today).map(\.id)
        let codes = ([officer.agency] + above).lazy.compactMap { directory.code(of: $0, .unit, on: today) }
        guard let unitCode = codes.first else { throw DossierError.unitCodeMissing }
        let wantsSigner = body["answer"]?["kind"]?.text == "atOnce"
        return IntakeStand(
            officer: officer,
            version: version,
            directory: directory,
            competent: competent,
            calendar: try rooms.calendar(of: competent, on: today, in: tx),
            unitCode: unitCode,
            signers: wantsSigner ? try IntakeScene.signers([competent, officer.agency], on: today, in: tx) : [],
            today: today
        )
    }
}

/// Reads the body of an intake into an order. Pure: what is wrong is collected with its pointers.
struct IntakeBody {
    let body: JSON
    let stand: IntakeStand
    private(set) var errors: [PlaceError] = []
    private var version: ProcedureVersion { stand.version }

    init(_ body: JSON, _ stand: IntakeStand) {
        self.body = body
        self.stand = stand
    }

    private mutating func wrong(_ pointer: String, _ key: String, _ values: [String: String] = [:]) {
        errors.append(PlaceError(.body(pointer), key, values))
    }

    /// - Throws: `APIProblem.refused` with every place that is wrong.
    mutating func read() throws -> IntakeReading {
        let submitter = PersonBody.read(body["submitter"], "/submitter", on: stand.today, &errors)
        let capacity = body["capacity"]?.text.flatMap(Capacity.init) ?? .oneself
        let isUnnamed = body["unnamedOwner"]?.flag ?? false
        var owners: [PersonDetails] = []
        for (index, owner) in (body["owners"]?.list ?? []).enumerated() {
            if let details = PersonBody.read(owner, "/owners/\(index)", on: stand.today, &errors) {
                owners.append(details)
            }
        }
        if owners.isEmpty, capacity == .oneself, !isUnnamed, let submitter { owners = [submitter] }
        let channel = body["channel"]?.text.flatMap(IntakeChannel.init) ?? .counter
        let copies = body["copies"]?.number ?? 1
        let fee = fee(channel, copies: copies)
        let papers = papers()
        let limit = limit(channel)
        let pickUp = unit("pickUp")
        let supporting = unit("supporting")
        let code = code()
        let answer = answer()
        guard errors.isEmpty, let submitter, let answer else { throw APIProblem.refused(errors) }
        var reading = IntakeReading(
            form: FormData(),
            submitter: .new(submitter),
            owners: owners.map { .new($0) },
            payment: payment(fee)
        )
        reading.order = IntakeOrder(
            answer: answer,
            procedure: version,
            owners: [],
            unnamedOwner: isUnnamed,
            submitter: ID(""),
            capacity: capacity,
            proof: body["proof"]?.text ?? "",
            channel: channel,
            delivery: body["delivery"]?.text.flatMap(ResultDelivery.init) ?? .counter,
            supporting: supporting,
            competent: stand.competent,
            papers: papers,
            sets: body["sets"]?.number ?? 1,
            copies: copies,
            fee: fee,
            code: code,
            limit: limit,
            pickUp: pickUp
        )
        return reading
    }

    private mutating func unit(_ name: String) -> ID<Agency>? {
        guard let text = body[name]?.text else { return nil }
        let found = stand.directory.unit(named: text, on: stand.today)
        if found == nil { wrong("/\(name)", "api.error.unit") }
        return found
    }
    private mutating func code() -> DossierCode? {
        guard let text = body["code"]?.text else { return nil }
        let code = DossierCode(rawValue: text)
        if code == nil { wrong("/code", "api.error.dossierCode") }
        return code
    }

    // MARK: Papers

    private mutating func papers() -> [Dossiers.Paper] {
        var handed: Set<Int> = []
        var papers: [Dossiers.Paper] = []
        for (index, item) in (body["papers"]?.list ?? []).enumerated() {
            let form = item["form"]?.text.flatMap(PaperForm.init) ?? .original
            let name: String
            switch (item["number"]?.number, item["name"]?.text) {
            case (let number?, nil):
                guard version.papers.indices.contains(number - 1), handed.insert(number).inserted else {
                    wrong("/papers/\(index)/number", "api.error.paper.number", ["max": "\(version.papers.count)"])
                    continue
                }
                name = String(version.papers[number - 1].name.prefix(DossierLimits.paperNameLength))
            case (nil, let given?): name = given
            default:
                wrong("/papers/\(index)", "api.error.paper.which")
                continue
            }
            papers.append(
                Dossiers.Paper(
                    name: name,
                    form: form,
                    count: item["count"]?.number ?? 1,
                    comparedBy: form == .comparedCopy ? stand.officer.actor : nil
                )
            )
        }
        let kind = body["answer"]?["kind"]?.text
        guard kind == "accept" || kind == "atOnce" else { return papers }
        let waived = (body["papersNotNeeded"]?.list ?? []).compactMap(\.number)
        for (index, number) in waived.enumerated() where !version.papers.indices.contains(number - 1) {
            wrong("/papersNotNeeded/\(index)", "api.error.paper.number", ["max": "\(version.papers.count)"])
        }
        for (index, paper) in version.papers.enumerated() where IntakeForm.isNeeded(paper) {
            if !handed.contains(index + 1), !waived.contains(index + 1) {
                wrong("/papers", "api.error.paper.missing", ["number": "\(index + 1)", "name": paper.name])
            }
        }
        return papers
    }

    // MARK: Money and time

    private mutating func fee(_ channel: IntakeChannel, copies: Int) -> Fee {
        let given = body["fee"]
        let exemption = given?["exemption"].map {
            FeeExemption(percent: $0["percent"]?.number ?? 100, ground: $0["ground"]?.text ?? "")
        }
        let announced = version.terms(of: channel).flatMap {
            FeeRule.compute($0, copies: copies, exemption: exemption)
        }
        return Fee(
            amount: given?["amount"]?.number.map { Money(dong: Int64($0)) } ?? announced,
            text: version.feeText(of: channel),
            exemption: exemption?.ground
        )
    }
    private func payment(_ fee: Fee) -> (amount: Money, receipt: String)? {
        guard let receipt = body["receipt"]?.text, let amount = fee.amount, amount > .zero else { return nil }
        return (amount, receipt)
    }
    private mutating func limit(_ channel: IntakeChannel) -> TimeLimit? {
        guard let text = body["limit"]?.text else { return nil }
        guard version.limit(of: channel) == nil else {
            wrong("/limit", "api.error.limit.announced")
            return nil
        }
        let limit = TimeLimit(written: text)
        if limit == nil { wrong("/limit", "api.error.limit") }
        return limit
    }

    private mutating func answer() -> IntakeOrder.Answer? {
        guard let answer = body["answer"] else { return nil }
        switch answer["kind"]?.text {
        case "accept": return .receive
        case "submit": return .submit
        case "askPapers": return .askPapers(answer["request"]?.text ?? "")
        case "refuse": return .refuse(reason: answer["reason"]?.text ?? "", ground: answer["ground"]?.text ?? "")
        default:
            guard let signer = stand.signers.first else {
                wrong("/answer/kind", "api.error.signer")
                return nil
            }
            return .atOnce(
                number: answer["number"]?.text ?? "",
                signature: SignedBy(officer: Actor(signer.id.rawValue), block: signer.block),
                receipt: body["receipt"]?.text,
                mark: answer["mark"]?.text.flatMap(ReceiptMark.init) ?? .signature
            )
        }
    }
}

/// Reads a person from a body.
enum PersonBody {
    static func read(
        _ value: JSON?,
        _ pointer: String,
        on today: CivilDate,
        _ errors: inout [PlaceError]
    ) -> PersonDetails? {
        guard let value else { return nil }
        let before = errors.count
        func wrong(_ field: String, _ words: (key: String, values: [String: String])) {
            errors.append(PlaceError(.body("\(pointer)/\(field)"), words.key, words.values))
        }
        let kind = value["kind"]?.text.flatMap(PersonKind.init) ?? .citizen
        var identity = IdentityNumber.none
        if let given = value["identity"], let number = given["number"]?.text {
            let kind = given["kind"]?.text.flatMap(IdentityNumber.Kind.init) ?? .citizen
            do { identity = try IdentityNumber(kind, parsing: number) } catch {
                wrong("identity/number", PersonFields.words(error))
            }
        }
        var phone: Phone?
        if let text = value["phone"]?.text {
            do { phone = try Phone(parsing: text) } catch { wrong("phone", PersonFields.words(error)) }
        }
        if let birth = value["birth"]?.text, PartialDate(iso: birth) == nil { wrong("birth", ("web.field.date", [:])) }
        guard errors.count == before else { return nil }
        let details = PersonDetails(
            kind,
            name: value["name"]?.text ?? "",
            birth: value["birth"]?.text.flatMap { PartialDate(iso: $0) },
            sex: value["sex"]?.text.flatMap(Sex.init),
            address: value["address"]?.text,
            identity: identity,
            phone: phone
        )
        do { return try details.checked(on: today) } catch {
            var form = FormData()
            PersonFields.add(error, "place", to: &form)
            if let told = form.errors["place"] { wrong(error.place, (told.key, told.values)) }
            return nil
        }
    }
}

extension PersonError {
    /// The member that is to blame.
    fileprivate var place: String {
        switch self {
        case .badAddress: "address"
        case .birthImpossible: "birth"
        case .identityNotFor: "identity/kind"
        default: "name"
        }
    }
}
