internal import Access
internal import Kernel
internal import Web

extension PersonFields {
    /// The fields, in the order in which an identity card is read out.
    func html(_ f: FormView) -> HTML {
        let t = f.t
        let kinds = PersonKind.allCases.map { Choice($0.rawValue, t("person.kind.\($0.rawValue)")) }
        let numbers = [IdentityNumber.Kind.citizen, .oldCitizen, .passport, .taxCode].map {
            Choice($0.rawValue, t("person.id.\($0.rawValue)"))
        }
        let sexes = Sex.allCases.map { Choice($0.rawValue, t("person.sex.\($0.rawValue)")) }
        let parts: [HTML] = [
            f.select(field("kind"), label: t("person.kind"), choices: kinds),
            f.field(field("name"), label: t("person.name"), hint: t("person.name.hint"), autocomplete: "off"),
            pair(
                f.field(
                    field("birth"),
                    label: t("person.birth"),
                    hint: t("person.birth.hint"),
                    width: .short,
                    inputMode: "numeric",
                    isOptional: true
                ),
                f.select(
                    field("sex"),
                    label: t("person.sex"),
                    choices: sexes,
                    empty: t("person.sex.none"),
                    isOptional: true
                )
            ),
            pair(
                f.select(field("idkind"), label: t("person.idkind"), choices: numbers),
                f.field(
                    field("number"),
                    label: t("person.number"),
                    hint: t("person.number.hint"),
                    width: .half,
                    autocomplete: "off",
                    isOptional: true
                )
            ),
            f.field(
                field("phone"),
                label: t("person.phone"),
                type: "tel",
                width: .half,
                autocomplete: "off",
                isOptional: true
            ),
            f.field(field("address"), label: t("person.address"), autocomplete: "off", isOptional: true),
        ]
        return HTML.join(parts, separator: "\n")
    }

    /// A record that was chosen: what tells that it is the right one, numbers masked.
    static func summary(_ person: Person, _ t: Texts, isShort: Bool = false) -> HTML {
        let details = person.details
        var rows = [SummaryRow(t("person.name"), HTML(person.isErased ? t("person.erased") : details.name))]
        if details.kind != .citizen {
            rows.append(SummaryRow(t("person.kind"), HTML(t("person.kind.\(details.kind.rawValue)"))))
        }
        if let birth = details.birth { rows.append(SummaryRow(t("person.birth"), HTML(birth.written))) }
        if let sex = details.sex, !isShort {
            rows.append(SummaryRow(t("person.sex"), HTML(t("person.sex.\(sex.rawValue)"))))
        }
        let kind = details.identity.kind
        let number = kind == .none ? t("person.number.none") : details.identity.masked
        rows.append(SummaryRow(kind == .none ? t("person.number") : t("person.id.\(kind.rawValue)"), HTML(number)))
        if let phone = details.phone { rows.append(SummaryRow(t("person.phone"), HTML(phone.masked))) }
        if let address = details.address { rows.append(SummaryRow(t("person.address"), HTML(address))) }
        return summaryList(rows)
    }

    /// One line that tells a person apart from others of the name, numbers masked.
    static func line(_ person: Person, _ t: Texts) -> String {
        let details = person.details
        let number = details.identity == .none ? t("person.number.none") : details.identity.masked
        return [details.name, details.birth?.written ?? "", number, details.address ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
