internal import Glibc
internal import Kernel
internal import NIOCore
internal import Secrets
internal import Storage
internal import StorageSQLite
internal import Web

/// A refusal for the person at the terminal, in both languages.
public struct OperatorFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public var vi: String
    public var en: String
    public init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }
    public var description: String { "\(vi)\n\(en)" }
}

extension OperatorFailure {
    /// The failure in an operator's words; what is not known here stays as it is.
    public static func wording(_ error: any Error) -> any Error {
        switch error {
        case MigrationError.newer(let id): newer(id)
        case MigrationError.edited(let id): edited(id)
        case FolderLockError.heldByAnother(let folder): held(folder)
        case FolderLockError.unusable(let folder, let code): unusable(folder, reason(code))
        case let error as KeyError: OperatorFailure(vi: "Không dùng được khóa.", en: error.description)
        case let error as IOError: address(error)
        case let flaws as TextLibrary.Flaws:
            OperatorFailure(vi: "Lời văn giao diện không dùng được:", en: "The texts cannot be used:\n\(flaws)")
        case StorageError.unavailable(let reason):
            OperatorFailure(
                vi: "Không kết nối được cơ sở dữ liệu: \(reason)",
                en: "The database cannot be reached: \(reason)"
            )
        case StorageError.readOnly(let reason):
            OperatorFailure(
                vi: "Dữ liệu chỉ đọc được, không ghi được (\(reason)). Kiểm tra đĩa và quyền ghi.",
                en: "The data can be read but not written (\(reason)). Look at the disk and its permissions."
            )
        case StorageError.full(let reason):
            OperatorFailure(
                vi: "Đĩa đã đầy (\(reason)). Hãy dọn chỗ rồi chạy lại; chưa đổi gì.",
                en: "The disk is full (\(reason)). Make room and start again; nothing was changed."
            )
        default: error
        }
    }

    /// What an error number of a file means to who reads it.
    static func reason(_ code: Int32) -> String {
        switch code {
        case EROFS: "đĩa chỉ đọc, the disk is read-only"
        case EACCES, EPERM: "không có quyền ghi, no permission to write"
        case ENOSPC: "đĩa đầy, the disk is full"
        default: "errno \(code)"
        }
    }

    private static func address(_ error: IOError) -> OperatorFailure {
        switch error.errnoCode {
        case EADDRINUSE:
            OperatorFailure(
                vi: "Cổng này đang có chương trình khác dùng. Chọn cổng khác bằng --listen.",
                en: "Another program uses this port. Choose another with --listen."
            )
        case EACCES:
            OperatorFailure(
                vi: "Không được phép mở cổng này. Chọn cổng từ 1024 trở lên bằng --listen.",
                en: "This port may not be opened. Choose one from 1024 on with --listen."
            )
        default:
            OperatorFailure(
                vi: "Không mở được địa chỉ này: \(error)",
                en: "The address cannot be opened: \(error)"
            )
        }
    }
    static func newer(_ id: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Dữ liệu do bản mới hơn tạo ra (\(id)). Hãy dùng bản đó; bản này chưa đổi gì.",
            en: "The data were made by a newer version (\(id)). Use that one; this one has changed nothing."
        )
    }
    static func edited(_ id: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Bước nâng cấp \(id) trong dữ liệu khác với bản này: dữ liệu do một bản khác tạo ra. Chưa đổi gì.",
            en: "The migration \(id) differs from this program's: another build made these data. Nothing was changed."
        )
    }
    static func held(_ folder: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Một máy chủ khác đang chạy trên thư mục \(folder).",
            en: "Another server is running on the folder \(folder)."
        )
    }
    static func unusable(_ folder: String, _ reason: String) -> OperatorFailure {
        OperatorFailure(
            vi: "Không dùng được thư mục \(folder) (\(reason)).",
            en: "The folder \(folder) cannot be used (\(reason))."
        )
    }
    static func notThere(_ folder: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(folder) chưa phải thư mục dữ liệu. Tạo bằng: motcua init --data \(folder)",
            en: "\(folder) is no data folder yet. Make it with: motcua init --data \(folder)"
        )
    }
    static func thereAlready(_ folder: String) -> OperatorFailure {
        OperatorFailure(
            vi: "\(folder) đã có dữ liệu và không bị ghi đè.",
            en: "\(folder) holds data already and is not written over."
        )
    }
}
