public import Access
internal import Agencies
public import Web

extension Audience where Context == StaffContext {
    /// Officers who may do one of `actions` where they act; to others the page does not exist.
    public static func may(_ actions: Action...) -> Audience {
        .staff(Set(actions.flatMap { Permissions.table[$0] ?? [] }.map(\.rawValue)))
    }
}
