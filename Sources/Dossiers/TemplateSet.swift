public import Kernel

/// The printed form that stands for one of our slips at a date and in a field.
public struct FormTemplate: Hashable, Sendable {
    public let slip: SlipForm
    /// As it is called: `Mẫu số 01`, `CT04`.
    public let number: String
    public let title: String
    /// The instrument that prescribes it.
    public let citation: String
}

/// Which forms are printed: chosen by field and date (`vietnam.md` §1.4).
public struct TemplateSet: Hashable, Sendable {
    public enum Regime: String, Sendable, CaseIterable, Codable {
        /// Until 30/6/2025: province, district, commune.
        case a
        /// From 1/7/2025: province, commune.
        case b
    }
    public let regime: Regime
    /// The forms by slip. Regime A has no notice of stopping.
    public let forms: [SlipForm: FormTemplate]
    /// Sổ theo dõi hồ sơ.
    public let registerBook: (number: String, title: String)

    public static func == (a: TemplateSet, b: TemplateSet) -> Bool { a.regime == b.regime && a.forms == b.forms }
    public func hash(into hasher: inout Hasher) { hasher.combine(forms) }

    /// The first day of regime B (Decree 118/2025/NĐ-CP).
    public static let regimeBFrom = CivilDate(day: 20_270)

    /// The set for a field on a date.
    ///
    /// - Parameter field: lĩnh vực, as the catalogue names it; accents and letter size do not matter.
    public static func forms(field: String, on date: CivilDate) -> TemplateSet {
        let regime: Regime = date < regimeBFrom ? .a : .b
        var forms = regime == .a ? setA : setB
        if policeFields.contains(VietnameseText.folded(field)), date >= policeFrom {
            for (slip, template) in police { forms[slip] = template }
        }
        let book = regime == .a ? "Mẫu số 06" : "Mẫu số 07"
        return TemplateSet(regime: regime, forms: forms, registerBook: (book, "Sổ theo dõi hồ sơ"))
    }

    /// Fields of the police that print forms of their own.
    private static let policeFields: Set<String> = [
        "cu tru", "dang ky cu tru", "dang ky, quan ly cu tru", "dang ky quan ly cu tru",
    ]
    /// 1/7/2021, the Law on Residence 68/2020/QH14.
    private static let policeFrom = CivilDate(day: 18_809)

    private static func table(_ citation: String, _ rows: [(SlipForm, String, String)]) -> [SlipForm: FormTemplate] {
        Dictionary(
            uniqueKeysWithValues: rows.map { slip, number, title in
                (slip, FormTemplate(slip: slip, number: number, title: title, citation: citation))
            }
        )
    }
    private static let setA = table(
        "Thông tư 01/2018/TT-VPCP",
        [
            (.receipt, "Mẫu số 01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            (.supplementRequest, "Mẫu số 02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
            (.refusal, "Mẫu số 03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
            (.apology, "Mẫu số 04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
            (.controlSheet, "Mẫu số 05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        ]
    )
    private static let setB = table(
        "Thông tư 03/2025/TT-VPCP, Phụ lục I",
        [
            (.receipt, "Mẫu số 01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
            (.supplementRequest, "Mẫu số 02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
            (.refusal, "Mẫu số 03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
            (.apology, "Mẫu số 04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
            (.stopNotice, "Mẫu số 05", "Thông báo dừng giải quyết hồ sơ"),
            (.controlSheet, "Mẫu số 06", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        ]
    )
    private static let police = table(
        "Thông tư 56/2021/TT-BCA, sửa đổi bởi Thông tư 66/2023/TT-BCA",
        [
            (.receipt, "CT04", "Phiếu tiếp nhận hồ sơ và hẹn trả kết quả"),
            (.supplementRequest, "CT05", "Phiếu hướng dẫn bổ sung, hoàn thiện hồ sơ"),
            (.refusal, "CT06", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"),
        ]
    )
}
