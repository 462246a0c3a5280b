internal import Access
internal import Agencies
internal import Kernel
internal import Storage
public import Web

/// The officers' sessions as the web layer asks for them.
public enum OfficerSessions {
    /// Finds the officer of a session that is signed in wholly; one that still owes a second factor or a new password
    /// is a stranger everywhere but on the pages that ask for it.
    public static func resolver(_ rooms: Rooms) -> SessionResolver {
        SessionResolver { text, now in
            let token = SessionToken(rawValue: text)
            guard let current = try await rooms.signIn.current(token), current.session.stage == .full else {
                return nil
            }
            let officer = current.officer
            let name = try await rooms.database.read { tx in
                try rooms.directory(in: tx).agency(officer.agency, on: now.date)?.shortName
            }
            return Web.SignedIn(
                staffID: officer.id.rawValue,
                name: officer.name,
                agencyID: officer.agency.rawValue,
                agencyName: name ?? "",
                roles: Set(officer.rolesHere.map(\.rawValue)),
                csrf: token.formToken(rooms.vault),
                sessionID: Hex.encode(rooms.vault.lookUpHash("session:\(text)").prefix(8))
            )
        }
    }
}
