internal import Kernel
internal import LegalClock

/// Cách thức thực hiện: channels × time × fee × note in one run-together text, cut at channel names.
enum ChannelText {
    struct Reading {
        var channels: [ChannelTerms] = []
        var flags: [CatalogueFlag] = []
        /// What stands before the first channel, or the whole text where no channel is found.
        var leftOver = ""
    }

    static let heading = "Hình thức nộpThời gianPhí, lệ phíMô tả"
    private static let names: [(CutText, ProcedureChannel)] = [
        (CutText("Trực tuyến"), .online), (CutText("Trực tiếp"), .inPerson), (CutText("Dịch vụ bưu chính"), .post),
        (CutText("Bưu chính công ích"), .post),
    ]

    private struct Block {
        var channel: ProcedureChannel
        var stated: LimitText.Stated
        var limitWords: String
        var feeStart: Int
        var start: Int
        /// Time without unit and a sum ran together: where one ends cannot be known.
        var isGlued: Bool
    }

    static func read(_ source: String, steps: String) -> Reading {
        var reading = Reading()
        if PortalText.isNothing(source) {
            reading.flags.append(CatalogueFlag(kind: .channelUnknown, text: source))
            return reading
        }
        let whole = CutText(source)
        let head = CutText(heading)
        let start = whole.find(head).map { $0 + head.count } ?? 0
        let text = whole.cut(start..<whole.count)
        let blocks = blocks(text)
        let before = text.text(0..<(blocks.first?.start ?? text.count))
        let unread = PortalText.trimmed((start > head.count ? whole.text(0..<(start - head.count)) : "") + before)
        if !unread.isEmpty || blocks.isEmpty {
            reading.flags.append(CatalogueFlag(kind: .channelUnknown, text: unread))
            reading.leftOver = unread
        }
        for (index, block) in blocks.enumerated() {
            let end = index + 1 < blocks.count ? blocks[index + 1].start : text.count
            read(block, text.cut(block.feeStart..<end), steps: steps, into: &reading)
        }
        compareChannels(&reading)
        return reading
    }

    /// A block begins with a channel's name that a time and a fee follow without a space.
    private static func blocks(_ text: CutText) -> [Block] {
        var found: [Block] = []
        var place = 0
        while place < text.count {
            guard let block = block(text, at: place) else {
                place += 1
                continue
            }
            found.append(block)
            place = block.feeStart
        }
        return found
    }

    private static func block(_ text: CutText, at place: Int) -> Block? {
        for (name, channel) in names where text.starts(with: name, at: place) {
            let timeAt = place + name.count
            if let (stated, end) = LimitText.column(text, at: timeAt) {
                if FeeText.stated(text, at: end) != nil {
                    let words = text.text(timeAt..<end)
                    return Block(
                        channel: channel,
                        stated: stated,
                        limitWords: words,
                        feeStart: end,
                        start: place,
                        isGlued: false
                    )
                }
                // `Trực tuyến58,000 VNĐ`: 5 and 8,000, or 58,000 and no time.
                if case .withoutUnit = stated, FeeText.stated(text, at: timeAt) != nil {
                    return Block(
                        channel: channel,
                        stated: .missing,
                        limitWords: "",
                        feeStart: timeAt,
                        start: place,
                        isGlued: true
                    )
                }
            }
            if FeeText.stated(text, at: timeAt) != nil, !text.isDigit(timeAt) {
                return Block(
                    channel: channel,
                    stated: .missing,
                    limitWords: "",
                    feeStart: timeAt,
                    start: place,
                    isGlued: false
                )
            }
        }
        return nil
    }

    private static func read(_ block: Block, _ text: CutText, steps: String, into reading: inout Reading) {
        var columns: [FeeText.Column] = []
        var place = 0
        while let (column, end) = FeeText.column(text, at: place) {
            columns.append(column)
            place = end
        }
        let note = PortalText.trimmed(text.text(place..<text.count))
        var terms = ChannelTerms(
            channel: block.channel,
            limit: nil,
            limitText: block.limitWords,
            fees: [],
            note: note
        )
        if block.isGlued {
            let words = text.text(0..<place)
            reading.flags.append(CatalogueFlag(kind: .limitWithoutUnit, channel: block.channel, text: words))
            reading.flags.append(CatalogueFlag(kind: .feeUnclear, channel: block.channel, text: words))
            terms.limitText = words
            terms.fees = [AnnouncedFee(amount: nil, text: words)]
            reading.channels.append(terms)
            return
        }
        takeLimit(block, note: note, steps: steps, into: &terms, &reading.flags)
        for column in columns {
            let judged = FeeText.judge(column, channel: block.channel, note: note, steps: steps)
            terms.fees.append(judged.fee)
            if let kind = judged.flag {
                let words = [column.words, column.text].filter { !$0.isEmpty }.joined(separator: ": ")
                reading.flags.append(CatalogueFlag(kind: kind, channel: block.channel, text: words))
            }
        }
        if let index = reading.channels.firstIndex(where: { $0.channel == terms.channel && $0.limit == terms.limit }) {
            reading.channels[index].fees += terms.fees
            let notes = [reading.channels[index].note, terms.note].filter { !$0.isEmpty }
            reading.channels[index].note = notes.joined(separator: "\n")
        } else {
            reading.channels.append(terms)
        }
    }

    private static func takeLimit(
        _ block: Block,
        note: String,
        steps: String,
        into terms: inout ChannelTerms,
        _ flags: inout [CatalogueFlag]
    ) {
        func flag(_ kind: CatalogueFlag.Kind, _ text: String) {
            flags.append(CatalogueFlag(kind: kind, channel: block.channel, text: text))
        }
        switch block.stated {
        case .missing: flag(.limitMissing, block.limitWords)
        case .withoutUnit(let number): flag(.limitWithoutUnit, number)
        case .unreadable(let words): flag(.limitWithoutUnit, words)
        case .limit(let limit):
            if let other = LimitText.disagreement(limit, note: note, steps: steps) {
                flag(.limitDisagrees, "\(block.limitWords) ≠ \(other)")
            } else {
                terms.limit = limit
                let more = LimitText.furtherLimits(limit, note: note)
                if !more.isEmpty { flag(.other, "\(block.limitWords); \(more)") }
            }
        }
    }

    /// Channels that name different limits: cases were spread over them (the law gives every channel the same time),
    /// so none is taken. One channel named twice is a case apart, kept with its note, and flagged.
    private static func compareChannels(_ reading: inout Reading) {
        var first: [ProcedureChannel: String] = [:]
        for terms in reading.channels where terms.limit != nil {
            if let other = first[terms.channel] {
                let words = "\(other) / \(terms.limitText)"
                reading.flags.append(CatalogueFlag(kind: .limitDisagrees, channel: terms.channel, text: words))
            } else {
                first[terms.channel] = terms.limitText
            }
        }
        guard Set(first.values).count > 1 else { return }
        let words = reading.channels.filter { $0.limit != nil }.map { "\($0.channel): \($0.limitText)" }
        for index in reading.channels.indices where reading.channels[index].limit != nil {
            reading.channels[index].limit = nil
            reading.flags.append(
                CatalogueFlag(
                    kind: .limitDisagrees,
                    channel: reading.channels[index].channel,
                    text: words.joined(separator: "; ")
                )
            )
        }
    }
}
