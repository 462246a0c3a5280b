public import Kernel
internal import LegalClock

/// One procedure as the national portal shows it: run-together texts by column (`docs/guides/catalogue.md`).
///
/// What is stated clearly is taken; where structure and text disagree the value stays empty and a flag says so;
/// what could not be understood goes to `ProcedureVersion.leftOver`. Nothing is guessed and nothing is lost.
public struct NationalRecord: Hashable, Sendable {
    /// Column → text, as read.
    public var fields: [String: String]
    public init(fields: [String: String]) { self.fields = fields }

    public var code: String { PortalText.clean(fields["ma_thu_tuc"] ?? "") }

    /// Columns that are read, or repeat what other columns say (`raw_text` is the whole page again).
    private static let known: Set<String> = [
        "ma_thu_tuc", "ten_thu_tuc", "so_quyet_dinh", "cap_thuc_hien", "linh_vuc", "doi_tuong_thuc_hien",
        "co_quan_thuc_hien", "trinh_tu_thuc_hien", "cach_thuc_thuc_hien", "thanh_phan_ho_so", "can_cu_phap_ly",
        "ket_qua_xu_ly", "yeu_cau_dieu_kien", "raw_text",
    ]

    /// The version that this record announces, in force from `validFrom`.
    ///
    /// - Throws: `NationalRecordError` for a record that cannot be a procedure at all.
    public func version(
        id: ID<ProcedureVersion>,
        validFrom: CivilDate
    ) throws(NationalRecordError) -> ProcedureVersion {
        try check()
        var version = ProcedureVersion(
            id: id,
            code: code,
            name: text("ten_thu_tuc"),
            field: text("linh_vuc"),
            levels: [],
            validFrom: validFrom
        )
        version.subjects = text("doi_tuong_thuc_hien")
        version.conditions = PortalText.isNothing(text("yeu_cau_dieu_kien")) ? "" : text("yeu_cau_dieu_kien")
        version.decision = Decision(number: text("so_quyet_dinh"), on: nil)
        version.leftOver["so_quyet_dinh"] = text("so_quyet_dinh")
        takeLevels(&version)
        takeAgency(&version)
        let steps = text("trinh_tu_thuc_hien")
        version.steps = PortalText.isNothing(steps) ? [] : Self.paragraphs(steps)
        takeChannels(&version, steps: steps)
        takePapers(&version)
        version.legalBasis = BasisText.bases(text("can_cu_phap_ly"))
        let results = BasisText.results(text("ket_qua_xu_ly"))
        version.results = results.names
        version.leftOver.merge(results.leftOver) { $1 }
        for (column, value) in fields where !Self.known.contains(column) {
            let clean = PortalText.clean(value)
            if !PortalText.isNothing(clean) { version.leftOver[column] = clean }
        }
        version.flags = Self.unique(version.flags)
        return version
    }

    private func check() throws(NationalRecordError) {
        guard !code.isEmpty else { throw .codeMissing }
        guard Self.isCode(code) else { throw .codeMalformed(code) }
        guard !PortalText.isNothing(text("ten_thu_tuc")) else { throw .nameMissing }
        guard text("ten_thu_tuc").unicodeScalars.count <= CatalogueLimits.nameLength else {
            throw .tooLong(column: "ten_thu_tuc", limit: CatalogueLimits.nameLength)
        }
        for (column, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard value.utf8.count <= CatalogueLimits.columnBytes else {
                throw .tooLong(column: column, limit: CatalogueLimits.columnBytes)
            }
            guard VietnameseText.isCleanText(value) else { throw .unreadable(column: column) }
        }
    }

    /// `1.010041`: a digit, a point, six digits.
    public static func isCode(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, bytes[1] == UInt8(ascii: ".") else { return false }
        return bytes.indices.allSatisfy { $0 == 1 || (48...57).contains(bytes[$0]) }
    }

    private func text(_ column: String) -> String { PortalText.clean(fields[column] ?? "") }

    private func takeLevels(_ version: inout ProcedureVersion) {
        let words = text("cap_thuc_hien")
        for part in words.split(separator: ",").map({ PortalText.trimmed(String($0)) }) {
            let level: ProcedureLevel
            switch part {
            case "Cấp xã": level = .commune
            case "Cấp huyện": level = .district
            case "Cấp tỉnh": level = .province
            case "Cấp bộ", "Cơ quan khác": level = .other
            default:
                level = .other
                version.flags.append(CatalogueFlag(kind: .other, text: "cap_thuc_hien: \(part)"))
            }
            if !version.levels.contains(level) { version.levels.append(level) }
        }
        if version.levels.contains(.other) { version.leftOver["cap_thuc_hien"] = words }
    }

    private func takeAgency(_ version: inout ProcedureVersion) {
        let doing = text("co_quan_thuc_hien")
        let competent = text("co_quan_co_tham_quyen")
        version.agency = PortalText.isNothing(doing) ? (PortalText.isNothing(competent) ? "" : competent) : doing
    }

    private func takeChannels(_ version: inout ProcedureVersion, steps: String) {
        let reading = ChannelText.read(text("cach_thuc_thuc_hien"), steps: steps)
        version.channels = reading.channels
        version.flags += reading.flags
        if !reading.leftOver.isEmpty { version.leftOver["cach_thuc_thuc_hien"] = reading.leftOver }
        // The record does not say how far online filing goes: the weaker claim.
        version.onlineLevel = reading.channels.contains { $0.channel == .online } ? .partial : .none
    }

    private func takePapers(_ version: inout ProcedureVersion) {
        let reading = PaperText.read(text("thanh_phan_ho_so"))
        version.papers = reading.papers
        version.flags += reading.flags
        if !reading.notes.isEmpty {
            version.leftOver["thanh_phan_ho_so.luu_y"] = reading.notes.joined(separator: "\n")
        }
        if !reading.leftOver.isEmpty { version.leftOver["thanh_phan_ho_so"] = reading.leftOver }
    }

    private static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n").map { PortalText.trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    private static func unique(_ flags: [CatalogueFlag]) -> [CatalogueFlag] {
        var seen: Set<CatalogueFlag> = []
        return flags.filter { seen.insert($0).inserted }
    }
}

/// Why a record of the portal's file is refused; the others go on.
public enum NationalRecordError: Error, Hashable, Sendable {
    /// The element is not an object of texts.
    case notARecord
    case codeMissing
    /// Not `N.NNNNNN`.
    case codeMalformed(String)
    case nameMissing
    /// The same code stands earlier in the same file.
    case codeTwice
    case tooLong(column: String, limit: Int)
    /// Control characters or broken UTF-8.
    case unreadable(column: String)
}

/// Bounds of the catalogue; tested at n and n+1.
public enum CatalogueLimits {
    /// Letters in a procedure's name; the longest national one has 600.
    public static let nameLength = 1000
    /// Bytes in one column of a record.
    public static let columnBytes = 400_000
    /// The greatest number in a time limit.
    public static let limitAmount = 730
    /// Records in one file.
    public static let records = 10_000
    /// Rows that one write may touch (`docs/architecture.md`: resumable slices).
    public static let rowsPerWrite = 200
    /// Letters of a search that are looked at.
    public static let queryLength = 200
    /// Copies and pages that are counted for a fee.
    public static let pages = 5000
    public static let copies = 999
}
