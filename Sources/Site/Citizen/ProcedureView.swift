internal import Catalogue
internal import Kernel
internal import LegalClock
internal import Web

/// What the page and the leaflet say about a procedure: decided here, written there.
struct ProcedureView: Sendable {
    /// A paper to bring.
    struct PaperLine: Hashable, Sendable {
        var name: String
        /// `1 bản chính, 1 bản sao`; empty when it need not be said.
        var amount: String
        /// Where the form is found, or that it is only shown.
        var note: String
    }
    /// What one fee costs and the full words that belong to it.
    struct FeeLine: Hashable, Sendable {
        var amount: String
        var text: String
    }
    /// One announced way to file.
    struct ChannelLine: Hashable, Sendable {
        var channel: String
        var note: String
        var limit: String
        var fees: [FeeLine]
    }

    let version: ProcedureVersion
    let t: Texts

    /// The first day on which a dossier may be filed at any centre of the province (Decree 118/2025/NĐ-CP).
    static let anyCentreFrom = CivilDate(2025, 7, 1)

    init(_ version: ProcedureVersion, _ t: Texts) {
        self.version = version
        self.t = t
    }

    /// The name in the reader's language, where there is one.
    var name: String {
        let english = version.nameEnglish ?? ""
        return t.language == .en && !english.isEmpty ? english : version.name
    }
    /// The announced name, when another stands over the page.
    var announcedName: String? { name == version.name ? nil : version.name }

    /// The language of announced texts, where it is not the page's own.
    var announcedLanguage: String? { t.language == .vi ? nil : Language.vi.rawValue }

    // MARK: What to bring

    private func line(_ paper: RequiredPaper) -> PaperLine {
        var amounts: [String] = []
        if paper.originals > 0 { amounts.append(t("citizen.paper.originals", ["count": paper.originals])) }
        if paper.copies > 0 { amounts.append(t("citizen.paper.copies", ["count": paper.copies])) }
        var notes: [String] = []
        if paper.isShownOnly { notes.append(t("citizen.paper.shown")) }
        if !paper.isRequired { notes.append(t("citizen.paper.ifAny")) }
        if let form = paper.form, !form.isEmpty { notes.append(t("citizen.paper.form", ["form": form])) }
        return PaperLine(
            name: paper.name,
            amount: amounts.joined(separator: ", "),
            note: notes.joined(separator: "; ")
        )
    }
    /// Papers that are always asked for.
    var bring: [PaperLine] { version.papers.filter { $0.onlyWhen.isEmpty }.map(line) }
    /// Papers that some cases ask for, in the order of the announcement.
    var cases: [(when: String, papers: [PaperLine])] {
        var order: [String] = []
        var papers: [String: [PaperLine]] = [:]
        for paper in version.papers where !paper.onlyWhen.isEmpty {
            if papers[paper.onlyWhen] == nil { order.append(paper.onlyWhen) }
            papers[paper.onlyWhen, default: []].append(line(paper))
        }
        return order.map { ($0, papers[$0] ?? []) }
    }

    // MARK: How long, what it costs

    private func channel(_ channel: ProcedureChannel) -> String { t("citizen.channel.\(channel.rawValue)") }
    private func limit(_ terms: ChannelTerms) -> String {
        if case .sameDay(let cutoff) = terms.limit { return t("citizen.limit.sameDay", ["time": t.time(cutoff)]) }
        if let limit = terms.limit { return t.language == .vi ? limit.vietnamese : limit.english }
        return terms.limitText.isEmpty
            ? t("citizen.limit.none") : t("citizen.limit.unclear", ["text": terms.limitText])
    }
    private func fee(_ fee: AnnouncedFee) -> FeeLine {
        let kind = t("citizen.fee.kind.\(fee.kind.rawValue)")
        let amount: String
        if fee.formula != nil {
            amount = t("citizen.fee.computed", ["kind": kind])
        } else if let sum = fee.amount {
            amount =
                sum == .zero ? t("citizen.fee.free") : t("citizen.fee.sum", ["kind": kind, "amount": t.money(sum)])
        } else {
            amount = t("citizen.fee.notStated")
        }
        // "Free. No fee is taken." says one thing twice.
        let isSaid = fee.formula == nil && fee.amount == .zero && Self.saysOnlyFree(fee.text)
        return FeeLine(amount: amount, text: isSaid ? "" : fee.text)
    }
    /// Announced texts that say no more than that nothing is paid.
    private static let plainlyFree: Set<String> = [
        "khong", "khong thu", "khong thu phi", "khong thu le phi", "khong thu phi, le phi", "mien phi", "mien le phi",
    ]
    static func saysOnlyFree(_ text: String) -> Bool {
        let bare = VietnameseText.folded(text).filter { $0 != "." }.split(separator: " ").joined(separator: " ")
        return plainlyFree.contains(bare)
    }
    private func fees(_ terms: ChannelTerms) -> [FeeLine] {
        terms.fees.isEmpty ? [FeeLine(amount: t("citizen.fee.notStated"), text: "")] : terms.fees.map(fee)
    }

    var channels: [ChannelLine] {
        version.channels.map { terms in
            ChannelLine(
                channel: channel(terms.channel),
                note: terms.note,
                limit: limit(terms),
                fees: fees(terms)
            )
        }
    }

    /// The time limits, each once; with the ways they belong to where they differ.
    var howLong: [String] {
        let lines = Self.grouped(version.channels.map { (channel($0.channel), limit($0)) })
        return lines.isEmpty
            ? [t("citizen.limit.none")] : lines.map { $0.ways.isEmpty ? $0.value : "\($0.ways): \($0.value)" }
    }
    /// The fees, each once with its full text.
    var cost: [FeeLine] {
        let pairs = version.channels.flatMap { terms in fees(terms).map { (channel(terms.channel), $0) } }
        let lines = Self.grouped(pairs)
        return lines.isEmpty
            ? [FeeLine(amount: t("citizen.fee.notStated"), text: "")]
            : lines.map { line in
                FeeLine(
                    amount: line.ways.isEmpty ? line.value.amount : "\(line.ways): \(line.value.amount)",
                    text: line.value.text
                )
            }
    }

    /// Equal values put together, in their order; `ways` is empty where there is but one value.
    static func grouped<Value: Hashable>(_ pairs: [(String, Value)]) -> [(ways: String, value: Value)] {
        var order: [Value] = []
        var ways: [Value: [String]] = [:]
        for (way, value) in pairs {
            if ways[value] == nil { order.append(value) }
            if ways[value]?.contains(way) != true { ways[value, default: []].append(way) }
        }
        return order.map { value in
            (order.count == 1 ? "" : (ways[value] ?? []).joined(separator: ", "), value)
        }
    }

    // MARK: Where

    /// - Parameter counters: `Quầy 3 – Hộ tịch`, those of the provincial centre that serve the field.
    func places(_ counters: [String], on date: CivilDate) -> [String] {
        var places: [String] = []
        if version.levels.contains(.commune) { places.append(t("citizen.where.commune")) }
        if version.levels.contains(.district) { places.append(t("citizen.where.district")) }
        if version.levels.contains(.province) { places.append(t("citizen.where.province")) }
        if places.isEmpty { places.append(version.agency.isEmpty ? t("citizen.where.ask") : version.agency) }
        if !counters.isEmpty {
            places.append(t("citizen.where.counters", ["counters": counters.joined(separator: ", ")]))
        }
        if let from = Self.anyCentreFrom, date >= from { places.append(t("citizen.where.anyCentre")) }
        let ways = Set(version.channels.map(\.channel))
        if ways.contains(.online) { places.append(t("citizen.where.online")) }
        if ways.contains(.post) { places.append(t("citizen.where.post")) }
        return places
    }

    // MARK: What is not clear, and the law

    /// What a person has still to decide about the record, said as it is.
    var doubts: [String] {
        version.flags.map { flag in
            let words = t("citizen.flag.\(flag.kind.rawValue)")
            let way = flag.channel.map { channel($0) + ": " } ?? ""
            return flag.text.isEmpty ? way + words : way + words + " “\(flag.text)”"
        }
    }

    /// Every other announced part with its name.
    var legal: [(name: String, lines: [String])] {
        var parts: [(String, [String])] = []
        func add(_ key: String, _ lines: [String]) {
            let lines = lines.filter { !$0.isEmpty }
            if !lines.isEmpty { parts.append((t("citizen.legal.\(key)"), lines)) }
        }
        add("code", [version.code])
        add("field", [version.field])
        add("levels", [version.levels.map { t("citizen.level.\($0.rawValue)") }.joined(separator: ", ")])
        add("online", [t("citizen.online.\(version.onlineLevel.rawValue)")])
        add("subjects", [version.subjects])
        add("agency", [version.agency])
        add("results", version.results)
        add("conditions", version.conditions.split(separator: "\n").map(String.init))
        add(
            "basis",
            version.legalBasis.map { basis in
                let title = [basis.number, basis.title].filter { !$0.isEmpty }.joined(separator: " – ")
                guard let from = basis.effectiveOn else { return title }
                return t("citizen.legal.basisFrom", ["basis": title, "date": from.written])
            }
        )
        let decision = version.decision.on.map {
            t("citizen.legal.decisionOn", ["number": version.decision.number, "date": $0.written])
        }
        add("decision", [version.decision.number.isEmpty ? "" : decision ?? version.decision.number])
        let from = version.validFrom.written
        let validity = version.validTo.map { t("citizen.legal.fromTo", ["from": from, "to": $0.written]) }
        add("validity", [validity ?? t("citizen.legal.from", ["from": from])])
        for (name, text) in version.leftOver.sorted(by: { $0.key < $1.key }) where name != ProcedureFile.demoValuesKey {
            parts.append((name, text.split(separator: "\n").map(String.init)))
        }
        return parts
    }
}
