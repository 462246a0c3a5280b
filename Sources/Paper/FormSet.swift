public import Kernel

/// The printed forms of the one-stop shop, named by what they do; their numbers depend on the set.
public enum PrintedForm: String, Hashable, Sendable, CaseIterable {
    case receipt, supplement, refusal, apology, stopNotice, controlSheet, registerBook
}

/// Which set of forms is printed: chosen by the procedure's field and the day.
public struct FormSet: Hashable, Sendable {
    public enum Regime: String, Hashable, Sendable, CaseIterable {
        /// Forms 01–06 of Thông tư 01/2018/TT-VPCP, until 30/6/2025.
        case circular2018
        /// Forms 01–07 of Thông tư 03/2025/TT-VPCP, from 1/7/2025.
        case circular2025
    }
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case general
        /// Registration of residence by the police: CT04, CT05, CT06 in place of 01, 02, 03.
        case residence
    }
    public var regime: Regime
    public var field: Field

    public init(regime: Regime, field: Field = .general) {
        self.regime = regime
        self.field = field
    }

    /// The set in force on that day.
    public init(field: Field, on day: CivilDate) {
        let since2025 = CivilDate(2025, 7, 1).map { day >= $0 } ?? true
        let since2021 = CivilDate(2021, 7, 1).map { day >= $0 } ?? true
        regime = since2025 ? .circular2025 : .circular2018
        self.field = since2021 ? field : .general
    }

    /// The name of the office in the head of a slip when the agency gives none.
    public var officeName: String {
        switch (field, regime) {
        case (.residence, _): "CƠ QUAN ĐĂNG KÝ CƯ TRÚ"
        case (.general, .circular2018): "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ"
        case (.general, .circular2025): "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
        }
    }

    /// The office within a sentence.
    public var officeWords: String {
        switch (field, regime) {
        case (.residence, _): "Cơ quan đăng ký cư trú"
        case (.general, .circular2018): "Bộ phận Tiếp nhận và Trả kết quả"
        case (.general, .circular2025): "Trung tâm Phục vụ hành chính công"
        }
    }

    /// The office within a sentence as the head gives it, else as the set does.
    func officeWords(_ head: SlipHead) -> String { head.officeWords ?? head.office ?? officeWords }

    /// What the office is called beside its name.
    var officeLabel: String { field == .residence ? "Cơ quan tiếp nhận" : "Bộ phận tiếp nhận và trả kết quả" }

    /// Number, title and source of a form in this set; nil when the set has no such form (05 before July 2025).
    public func label(of form: PrintedForm) -> FormLabel? {
        if field == .residence, let police = residenceLabel(form) { return police }
        return regime == .circular2025 ? label2025(form) : label2018(form)
    }

    /// Thông tư 56/2021/TT-BCA, forms as replaced by Thông tư 66/2023/TT-BCA.
    private func residenceLabel(_ form: PrintedForm) -> FormLabel? {
        let source = "Thông tư 56/2021/TT-BCA, 66/2023/TT-BCA"
        return switch form {
        case .receipt: FormLabel("CT04", "PHIẾU TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", source)
        case .supplement: FormLabel("CT05", "PHIẾU HƯỚNG DẪN BỔ SUNG, HOÀN THIỆN HỒ SƠ", source)
        case .refusal: FormLabel("CT06", "PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ", source)
        default: nil
        }
    }

    private func label2018(_ form: PrintedForm) -> FormLabel? {
        let source = "Thông tư 01/2018/TT-VPCP"
        return switch form {
        case .receipt: FormLabel("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", source)
        case .supplement: FormLabel("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", source)
        case .refusal: FormLabel("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", source)
        case .apology: FormLabel("04", "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", source)
        case .stopNotice: nil
        case .controlSheet: FormLabel("05", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", source)
        case .registerBook: FormLabel("06", "SỔ THEO DÕI HỒ SƠ", source)
        }
    }

    private func label2025(_ form: PrintedForm) -> FormLabel? {
        let source = "Thông tư 03/2025/TT-VPCP"
        return switch form {
        case .receipt: FormLabel("01", "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", source)
        case .supplement: FormLabel("02", "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", source)
        case .refusal: FormLabel("03", "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", source)
        case .apology:
            FormLabel("04", "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", source)
        case .stopNotice: FormLabel("05", "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", source)
        case .controlSheet: FormLabel("06", "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", source)
        case .registerBook: FormLabel("07", "SỔ THEO DÕI HỒ SƠ", source)
        }
    }
}

/// What stands above a form: its number, its title and the act that prescribes it.
public struct FormLabel: Hashable, Sendable {
    public var number: String
    public var title: String
    public var source: String
    init(_ number: String, _ title: String, _ source: String) {
        self.number = number
        self.title = title
        self.source = source
    }
    /// `Mẫu số 01 – Thông tư 03/2025/TT-VPCP`.
    public var line: String { (number.hasPrefix("CT") ? "Mẫu \(number)" : "Mẫu số \(number)") + " – \(source)" }
}
