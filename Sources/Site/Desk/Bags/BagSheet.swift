internal import Kernel
internal import Paper

/// The manifest of a bag as the sheet that travels with it.
struct BagSheet {
    struct Item: Hashable, Sendable {
        var code: String
        var person: String
        var procedure: String
        var papers: Int
        var originals: Int
    }
    let head: SheetHead
    let number: String
    let from: String
    let to: String
    /// When it left; while it is packed, now.
    let sent: Instant
    let giver: String
    let taker: String
    let items: [Item]

    func pdf(made now: Instant) throws -> [UInt8] {
        var sheet = BagManifest(
            head: SlipHead(superior: head.superior, office: head.office, place: head.place, date: head.date),
            forms: FormSet(field: .general, on: sent.date),
            bag: number,
            from: from,
            to: to,
            sent: sent,
            carrier: "",
            items: items.map { item in
                BagManifest.Item(
                    code: item.code,
                    owner: item.person,
                    procedure: item.procedure,
                    papers: item.papers,
                    originals: item.originals
                )
            }
        )
        sheet.giverName = giver
        sheet.takerName = taker
        return try sheet.pdf(made: now)
    }
}
