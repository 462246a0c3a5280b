internal import Foundation

public enum FolderLockError: Error, Equatable, Sendable {
    /// Another server holds this folder.
    case heldByAnother(folder: String)
    /// The lock file cannot be made or opened; `errno` says why.
    case unusable(folder: String, errno: Int32)
}

/// Held by `serve` as long as it runs, so that no second server works on the same folder.
///
/// The lock is the kernel's (`flock` on `lock` in the folder): it ends with the process, also when that is killed.
public final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `FolderLockError`.
    public init(folder: String) throws(FolderLockError) {
        let file = open(folder + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .unusable(folder: folder, errno: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(file)
            throw reason == EWOULDBLOCK ? .heldByAnother(folder: folder) : .unusable(folder: folder, errno: reason)
        }
        let owner = Array("\(getpid())\n".utf8)
        _ = ftruncate(file, 0)
        _ = write(file, owner, owner.count)
        descriptor = file
    }
    deinit { close(descriptor) }
}
