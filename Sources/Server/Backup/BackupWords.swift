internal import Secrets

/// Tells the person at the terminal how far something is.
public typealias Saying = @Sendable (_ vi: String, _ en: String) -> Void

extension OperatorFailure {
    static let noTables = OperatorFailure(
        vi: "Cơ sở dữ liệu trống. Hãy khôi phục từ bản sao lưu: motcua restore",
        en: "The database is empty. Restore it from a backup: motcua restore"
    )
    static func noDatabase(_ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(path) không có. Hãy khôi phục từ bản sao lưu vào thư mục mới: motcua restore",
            en: "\(path) is not there. Restore from a backup into a new folder: motcua restore"
        )
    }
    static func older(_ pending: [String], _ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Dữ liệu của bản cũ hơn, còn thiếu \(pending.count) bước. Nâng cấp (có sao chép trước): "
                + "motcua upgrade --data \(path)",
            en:
                "The data are of an older version and lack \(pending.count) migrations. Upgrade them, a copy is made first: "
                + "motcua upgrade --data \(path)"
        )
    }
    static func noBackup(_ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Trong \(path) không có bản sao lưu hoàn chỉnh nào.",
            en: "There is no complete backup in \(path)."
        )
    }
    static func unfinishedBackup(_ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(path) không phải bản sao lưu hoàn chỉnh: thiếu \(BackupManifest.sums).",
            en: "\(path) is no complete backup: \(BackupManifest.sums) is missing."
        )
    }
    static func notEmpty(_ path: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(path) không trống. Chỉ khôi phục vào thư mục mới hoặc trống; không có gì bị ghi đè.",
            en: "\(path) is not empty. A backup is restored into a new or empty folder only; nothing is written over."
        )
    }
    static func inside(_ path: String, _ outer: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(path) nằm trong \(outer). Hãy chọn nơi khác, tốt nhất là trên một máy hoặc đĩa khác.",
            en: "\(path) lies in \(outer). Choose another place, best on another machine or disk."
        )
    }

    /// Names the keys that are wanted and not held, or are others; nil when every one is right.
    static func keys(
        wanted: [String: String],
        held: [String: String],
        folder: String
    ) -> OperatorFailure? {
        let missing = wanted.keys.filter { held[$0] == nil }.sorted()
        let others = wanted.filter { held[$0.key] != nil && held[$0.key] != $0.value }.keys.sorted()
        guard !missing.isEmpty || !others.isEmpty else { return nil }
        var (vi, en): ([String], [String]) = ([], [])
        if !missing.isEmpty {
            vi.append("thiếu \(missing.joined(separator: ", "))")
            en.append("\(missing.joined(separator: ", ")) missing")
        }
        if !others.isEmpty {
            vi.append("khác khóa của dữ liệu này: \(others.joined(separator: ", "))")
            en.append("other keys than those of these data: \(others.joined(separator: ", "))")
        }
        return OperatorFailure(
            vi:
                "Khóa trong \(folder) không đúng (\(vi.joined(separator: "; "))). Hãy đặt lại bản sao của thư mục khóa; "
                + "khóa khác không mở được số định danh, số điện thoại và không xác nhận được niêm phong.",
            en:
                "The keys in \(folder) are not the right ones (\(en.joined(separator: "; "))). Put your copy of the key "
                + "folder there; other keys open no identity number and no phone, and vouch for no head of the book."
        )
    }
}
