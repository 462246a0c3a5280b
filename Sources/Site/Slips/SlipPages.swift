internal import Access
internal import Agencies
internal import Dossiers
internal import Hummingbird
internal import Kernel
internal import Paper
internal import Register
internal import Storage
public import Web

/// The slips of a dossier (`/desk/dossiers/{id}/slips`), and the scanner that opens a dossier from its slip.
///
/// | route | who | what |
/// |---|---|---|
/// | `GET …/slips/{form}.pdf` | officers who see it | the paper as PDF; `?layout=a5`: both copies on one A4 |
/// | `POST …/slips/{form}` | whom the rules let print | counts the print, then leads to the PDF |
/// | `GET /desk/scan?q=` | officers who see dossiers | opens the dossier of a scanned code, token or address |
public struct SlipPages: Sendable {
    let rooms: Rooms
    public init(_ rooms: Rooms) { self.rooms = rooms }

    public func addRoutes(to routes: RouteTable) {
        let readers = DossierPages.readers
        routes.get("/desk/dossiers/{id}/slips/{form}", for: .staff(readers)) { context in
            let name = try context.parameter("form")
            guard name.hasSuffix(".pdf"), let kind = SlipKind(rawValue: String(name.dropLast(4))) else {
                throw Problem.notFound
            }
            let layout: ReceiptSlip.Layout = context.query("layout") == "a5" ? .a5Pair : .a4
            let (models, officer) = try await open(context, ID(try context.parameter("id")), kind)
            try await DossierPages(rooms).look(at: models.dossier.id, by: officer, context)
            guard let form = models.form(kind, layout: layout) else { throw Problem.notFound }
            return try await pdf(form, name: "\(models.code)-\(kind.rawValue)", at: context.now)
        }
        let printers = DossierPages.roleNames(.printSlip)
        routes.post("/desk/dossiers/{id}/slips/{form}", for: .staff(printers)) { form, context in
            try await press(form, context, ID(try context.parameter("id")))
        }
        routes.get("/desk/scan", for: .staff(readers)) { context in try await scan(context) }
    }

    /// The sheet that explains the due date.
    func derivation(_ context: StaffContext, _ id: ID<Dossier>) async throws -> Response {
        let (models, officer) = try await open(context, id, nil)
        try await DossierPages(rooms).look(at: id, by: officer, context)
        guard let sheet = models.derivation() else { throw Problem.notFound }
        return try await pdf(sheet, name: "\(models.code)-due", at: context.now)
    }

    private func open(
        _ context: StaffContext,
        _ id: ID<Dossier>,
        _ kind: SlipKind?
    ) async throws -> (SlipModels, Officer) {
        let rooms = rooms
        return try await open(context.site.texts[.vi], kind) { tx in
            try DossierFacts.load(rooms, context, id, in: tx)
        }
    }

    func open(
        _ t: Texts,
        _ kind: SlipKind?,
        _ load: @escaping @Sendable (Transaction) throws -> DossierFacts
    ) async throws -> (SlipModels, Officer) {
        let (facts, counter, phone, hash) = try await rooms.database.read { tx in
            let facts = try load(tx)
            let counters = try AgencyStore.counters(of: facts.filing.receiving, on: facts.now.date, in: tx)
            let counter = counters.first { !$0.fields.isEmpty && $0.serves(facts.filing.field) }
            var phone: String?
            if kind == .supplementRequest, let asker = facts.asker {
                phone = try StaffStore.load(ID(asker.rawValue), in: tx)?.phone?.national
            }
            return (facts, counter?.number, phone, try Self.provenEntry(of: facts.dossier.id, in: tx))
        }
        var extras = SlipExtras(counter: counter, phone: phone, publicURL: rooms.publicURL)
        if let hash {
            extras.proof = try Self.proof(code: facts.filing.code, hash: hash, rooms.vault)
            extras.check = SlipCheck.printed(hash)
        }
        return (SlipModels(facts: facts, extras: extras, t: t), facts.officer)
    }

    /// The hash of the newest entry that says what stands on the slip.
    private static func provenEntry(of id: ID<Dossier>, in tx: Transaction) throws -> [UInt8]? {
        try SlipCheck.slips(Book.entries(of: id.rawValue, in: tx)).newest?.hash
    }

    /// The entry's hash, and the agency's signature over the code, a line break and the hash, both in base 32.
    static func proof(code: DossierCode, hash: [UInt8], _ vault: Vault) throws -> String {
        let signature = try vault.sign(Array(code.rawValue.utf8) + [10] + hash)
        return [hash, signature].map { bytes in
            let letters = String(decoding: Base32.encode(bytes), as: UTF8.self)
            return stride(from: 0, to: letters.count, by: 13).map { start in
                letters.dropFirst(start).prefix(13)
            }.joined(separator: " ")
        }.joined(separator: " · ")
    }

    /// Never inside a write, and off the threads that answer.
    @concurrent private func pdf(_ form: any Printable, name: String, at now: Instant) async throws -> Response {
        .file(try form.pdf(made: now), type: "application/pdf", name: name + ".pdf", isDownload: false)
    }

    /// Counts the print: reprints are numbered.
    private func press(_ form: FormData, _ context: StaffContext, _ id: ID<Dossier>) async throws -> Response {
        guard let kind = SlipKind(rawValue: try context.parameter("form")), let slip = kind.form else {
            throw Problem.notFound
        }
        let facts = try await rooms.database.read { tx in try DossierFacts.load(rooms, context, id, in: tx) }
        guard SlipKind.there(for: facts.dossier).contains(kind) else { throw Problem.notFound }
        do {
            _ = try await rooms.dossiers.act(
                .printSlip(slip, because: ""),
                on: id,
                seen: nil,
                by: facts.officer.performer,
                calendar: facts.calendar,
                key: form.key
            )
        } catch let error as DossierError {
            let words = RefusalWords(t: context.t) { facts.unit($0) }.words(error)
            let refused = try await DossierPages(rooms).show(context, id, message: banner(.danger, words.text))
            return Response(status: .unprocessableContent, headers: refused.headers, body: refused.body)
        }
        let layout = form.value("layout") == "a5" ? "a5" : nil
        let path = DossierPage.path(id) / "slips" / "\(kind.rawValue).pdf"
        return .redirect(to: path.query("layout", layout))
    }

    // MARK: Scanning

    /// What a scanner typed: the address in a slip's QR code, its token alone, or a code.
    private func scan(_ context: StaffContext) async throws -> Response {
        let typed = context.query("q")
        let rooms = rooms
        let found = try await rooms.database.read { tx -> (id: ID<Dossier>, isReplaced: Bool)? in
            let officer = try rooms.officer(context, in: tx)
            guard let found = try Scanned(typed).find(in: tx) else { return nil }
            // What this officer may not see is not there.
            let seen = try? rooms.dossier(found.id, for: officer, on: context.today, in: tx)
            return seen == nil ? nil : found
        }
        guard let found else { return .redirect(to: Path("desk", "search").query("q", typed)) }
        return .redirect(to: DossierPage.path(found.id).query("slip", found.isReplaced ? "replaced" : nil))
    }
}

/// A line from a scanner.
struct Scanned: Hashable, Sendable {
    /// The random text of a slip's QR code.
    let token: String?
    let code: DossierCode?

    init(_ typed: String) {
        code = DossierCode(typed: typed)
        // An address: its last part, without what a browser may have added.
        let plain = typed.prefix { $0 != "?" && $0 != "#" }
        let last = plain.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let isPlain = last.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
        token = isPlain && (16...64).contains(last.utf8.count) ? last : nil
    }

    func find(in tx: Transaction) throws -> (id: ID<Dossier>, isReplaced: Bool)? {
        if let code, let id = try DossierStore.find(code: code, in: tx) { return (id, false) }
        guard let token, let found = try LookUp.track(token: token, in: tx) else { return nil }
        return (found.id, found.replacedAt != nil)
    }
}
