internal import Kernel

extension Flow {
    /// The line above a form, then the office on the left and the state's name and motto on the right, then number,
    /// code and date.
    mutating func head(
        _ head: SlipHead,
        forms: FormSet,
        label: FormLabel?,
        copy: String = "",
        code: String = ""
    ) throws(PaperError) {
        let small = base * 0.72
        let above = try set(.italic(label?.line ?? ""), size: small, align: .right)
        put(above, x: frame.x, y: y)
        if !copy.isEmpty {
            let block = try set(Rich(markup: "<b><i>\(Rich.escape(copy))</i></b>"), size: small * 1.1)
            put(block, x: frame.x, y: y)
        }
        y += above.height + base * 0.5
        let gap = base
        let leftWidth = (frame.width - gap) * 0.43
        let rightWidth = frame.width - gap - leftWidth
        let rightX = frame.right - rightWidth
        let caps = base * 0.88
        let superior = try balanced(Rich(head.superior), size: caps, width: leftWidth)
        let office = try balanced(.bold(head.office ?? forms.officeName), size: caps, width: leftWidth)
        let state = try oneLine(
            .bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            size: caps,
            width: rightWidth,
            align: .center
        )
        let motto = try oneLine(.bold("Độc lập - Tự do - Hạnh phúc"), size: base, width: rightWidth, align: .center)
        put(superior, x: frame.x, y: y)
        put(office, x: frame.x, y: y + superior.height)
        put(state, x: rightX, y: y)
        put(motto, x: rightX, y: y + state.height + 1)
        let leftEnd = y + superior.height + office.height + 2.5
        let rightEnd = y + state.height + motto.height + 3.5
        let leftRule = leftWidth * 0.17
        rule(x0: frame.x + leftWidth / 2 - leftRule, x1: frame.x + leftWidth / 2 + leftRule, at: leftEnd)
        let middle = rightX + rightWidth / 2
        rule(x0: middle - motto.length / 2, x1: middle + motto.length / 2, at: rightEnd)
        var leftY = leftEnd + base * 0.45
        let date = try oneLine(
            .italic(OfficialWords.placeAndDay(head.place, head.date)),
            size: base,
            width: rightWidth,
            align: .center
        )
        let rightY = rightEnd + base * 0.6
        put(date, x: rightX, y: rightY)
        if let number = head.number {
            let line = try set("Số: \(number)", size: base * 0.92, width: leftWidth, align: .center)
            put(line, x: frame.x, y: leftY)
            leftY += line.height + base * 0.2
        }
        if !code.isEmpty { leftY = try bars(code, x: frame.x, y: leftY, width: leftWidth) }
        y = max(leftY, rightY + date.height) + base * 0.7
    }

    /// The dossier's code as bars with its letters below; the letters alone when it cannot be bars.
    private mutating func bars(_ code: String, x: Double, y: Double, width: Double) throws(PaperError) -> Double {
        var top = y
        if let symbol = try? Code128(code) {
            let length = min(width - base, Double(symbol.moduleCount) * 0.85)
            let height = base * 1.6
            add(.bars(symbol, Frame(x: x + (width - length) / 2, y: top, width: length, height: height)))
            top += height + 1
        }
        let letters = try oneLine("Mã hồ sơ: \(b: code)", size: base * 0.88, width: width, align: .center)
        put(letters, x: x, y: top)
        return top + letters.height
    }

    /// The title in the middle, and under it what makes this sheet special: a reprint, a replacement.
    mutating func title(_ title: String, notes: [String] = []) throws(PaperError) {
        try flow(balanced(.bold(title), size: base * 1.22, width: frame.width))
        for note in notes {
            space(1)
            let words = Rich(markup: "<b><i>\(Rich.escape(note))</i></b>")
            try flow(balanced(words, size: base * 0.95, width: frame.width))
        }
        space(base * (0.3 + gap))
    }

    /// The framed part with the large words, the look-up number and the QR code.
    mutating func card(_ card: SlipCard) throws(PaperError) {
        let pad = base * 0.75
        let side = card.trackingAddress == nil ? 0 : base * 6.4
        let width = frame.width - 3 * pad - side
        var blocks: [TextBlock] = []
        let textWidth = side == 0 ? frame.width - 2 * pad : width
        blocks.append(try set(.bold(card.invitation.sentence), size: base * 1.3, width: textWidth))
        if let money = card.invitation.money {
            blocks.append(try set(Rich(money), size: base * 1.2, width: textWidth))
        }
        if let other = card.translation {
            let words = other.money.map { "\(other.sentence) \($0)" } ?? other.sentence
            blocks.append(try set(.italic(words), size: base * 0.92, width: textWidth))
        }
        if let number = card.lookUpNumber {
            let size = Int(base * 1.55 * 1024)
            let digits = "<span size=\"\(size)\"><b>\(Rich.escape(Self.grouped(number)))</b></span>"
            blocks.append(try set(Rich(markup: "Số tra cứu: \(digits)"), width: textWidth))
        }
        let gap = base * 0.4
        let textHeight = blocks.reduce(-gap) { $0 + $1.height + gap }
        var caption: TextBlock?
        if side > 0 {
            let words = card.site.map { "Quét mã, hoặc vào \($0)" } ?? "Quét mã để theo dõi hồ sơ"
            caption = try balanced(Rich(words), size: base * 0.72, width: side + pad)
        }
        let codeHeight = side + (caption.map { $0.height + 3 } ?? 0)
        let height = max(textHeight, codeHeight) + 2 * pad
        ensure(height)
        add(.box(Frame(x: frame.x, y: y, width: frame.width, height: height), corner: 5, edge: 1.1, grey: 1))
        var top = y + (height - textHeight) / 2
        for block in blocks {
            put(block, x: frame.x + pad, y: top)
            top += block.height + gap
        }
        if let address = card.trackingAddress {
            let code = try QRCode(address)
            let x = frame.right - pad - side
            let codeTop = y + (height - codeHeight) / 2
            add(.qr(code, x: x, y: codeTop, side: side))
            if let caption { put(caption, x: x - pad / 2, y: codeTop + side + 3) }
        }
        y += height + base * 0.7
    }

    /// `Nhãn: nội dung`; dots where there is nothing.
    mutating func field(_ label: String, _ value: String, bold: Bool = false) throws(PaperError) {
        let shown = value.isEmpty ? String(repeating: ".", count: 40) : value
        try text(bold ? "\(label): \(b: shown)" : "\(label): \(shown)")
    }

    /// Name, identity, address and ways to reach a person; `label` says who they are in this form.
    mutating func party(_ party: SlipParty, label: String) throws(PaperError) {
        try field(label, party.name, bold: true)
        try field("Địa chỉ", party.address)
        var ways: [String] = []
        if !party.identity.isEmpty { ways.append("\(party.identityLabel): \(party.identity)") }
        ways.append("Số điện thoại: \(party.phone.isEmpty ? "...................." : party.phone)")
        let email = party.email.isEmpty ? [] : ["Email: \(party.email)"]
        let together = Rich((ways + email).joined(separator: "     "))
        if try set(together).lines.count == 1 {
            try text(together)
        } else {
            try text(Rich(ways.joined(separator: "     ")))
            for line in email { try text(Rich(line)) }
        }
    }

    /// A numbered list.
    mutating func list(_ items: [String]) throws(PaperError) {
        for (index, item) in items.enumerated() { try text("\(index + 1). \(item)", indent: base) }
    }

    /// The places to sign, side by side, never torn from each other.
    mutating func signatures(_ signatures: [SlipSignature]) throws(PaperError) {
        guard !signatures.isEmpty else { return }
        let columns = max(signatures.count, 2)
        let width = frame.width / Double(columns)
        var heads: [TextBlock] = []
        var names: [TextBlock] = []
        for signature in signatures {
            let title = "<b>\(Rich.escape(signature.title))</b>"
            let note = signature.note.isEmpty ? "" : "\n<i>\(Rich.escape(signature.note))</i>"
            heads.append(
                try set(Rich(markup: title + note), size: base * 0.92, width: width - base, align: .center)
            )
            names.append(try set(.bold(signature.name), size: base * 0.96, width: width - base, align: .center))
        }
        let headHeight = heads.map(\.height).max() ?? 0
        let room = base * 3.4
        ensure(headHeight + room + (names.map(\.height).max() ?? 0) + base)
        space(base * 0.5)
        // A single signature stands on the right, where the signer of a letter stands.
        let first = signatures.count == 1 ? 1 : 0
        for index in signatures.indices {
            let x = frame.x + Double(first + index) * width + base / 2
            put(heads[index], x: x, y: y)
            put(names[index], x: x, y: y + headHeight + room)
        }
        y += headHeight + room + (names.map(\.height).max() ?? 0) + base * 0.5
    }

    /// Small words at the end.
    mutating func remarks(_ title: String, _ lines: [String]) throws(PaperError) {
        guard !lines.isEmpty else { return }
        space(base * 0.3)
        let joined =
            lines.count == 1
            ? Rich.escape(lines[0]) : lines.map { "\n- " + Rich.escape($0) }.joined()
        let markup = "<b><i>\(Rich.escape(title)):</i></b> <i>\(joined)</i>"
        try text(Rich(markup: markup), size: base * 0.8, after: 0)
    }

    /// `48217730` → `4821 7730`.
    static func grouped(_ number: String) -> String {
        number.utf8.count == 8 ? "\(number.prefix(4)) \(number.suffix(4))" : number
    }
}
