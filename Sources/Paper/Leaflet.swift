/// One page about a procedure to take home: what to bring, how long, what it costs, where; with its QR code.
public struct Leaflet: Form, Hashable {
    public struct Paper: Hashable, Sendable {
        public var name: String
        /// `1 bản chính`, `1 bản sao`; empty when it need not be said.
        public var amount: String
        public init(name: String, amount: String = "") {
            self.name = name
            self.amount = amount
        }
    }
    /// The office that hands it out.
    public var office: String
    public var procedure: String
    public var field: String
    public var bring: [Paper]
    /// `3 ngày làm việc`; one line a case.
    public var howLong: [String]
    public var cost: [String]
    /// Address, opening hours, counter.
    public var places: [String]
    /// Anything that helps: the number to call, that somebody assists.
    public var help: [String] = []
    /// The procedure's code, the decision that announced it, the day of this print; small at the foot.
    public var source: String
    public var address: String
    /// The address a person can type.
    public var site: String

    public init(
        office: String,
        procedure: String,
        field: String,
        bring: [Paper],
        howLong: [String],
        cost: [String],
        places: [String],
        source: String,
        address: String,
        site: String
    ) {
        self.office = office
        self.procedure = procedure
        self.field = field
        self.bring = bring
        self.howLong = howLong
        self.cost = cost
        self.places = places
        self.source = source
        self.address = address
        self.site = site
    }

    public var documentTitle: String { procedure }

    private static let fits = [17, 16, 15, 14, 13, 12, 11, 10.2, 9.4].map { Fit(base: $0, gap: 0.36) }

    func pages(_ type: Typesetter) throws(PaperError) -> [Page] {
        try fitted(Self.fits) { (fit) throws(PaperError) in
            var flow = Flow(type, stock: .a4, base: fit.base, gap: fit.gap)
            let base = fit.base
            try flow.text(.bold(office), size: base * 0.9, after: 2)
            flow.rule(x0: flow.frame.x, x1: flow.frame.right, at: flow.y, width: 1.4)
            flow.space(base)
            let long = procedure.count > 160
            try flow.text(.bold(procedure), size: base * (long ? 1.05 : 1.75), after: base * 0.3)
            try flow.text(.italic("Lĩnh vực: \(field)"), size: base * 0.95, after: base * 0.9)
            try section(
                &flow,
                "Cần mang theo gì?",
                bring.map { paper in
                    paper.amount.isEmpty ? Rich(paper.name) : "\(paper.name) \(i: "(" + paper.amount + ")")"
                },
                boxes: true
            )
            try section(&flow, "Mất bao lâu?", howLong.map { Rich($0) })
            try section(&flow, "Hết bao nhiêu tiền?", cost.map { Rich($0) })
            try section(&flow, "Nộp ở đâu?", places.map { Rich($0) })
            if !help.isEmpty { try section(&flow, "Cần giúp thì sao?", help.map { Rich($0) }) }
            try foot(&flow)
            return try flow.finished(procedure.count > 80 ? "" : procedure)
        }
    }

    /// A question and its answers; things to bring have a box to tick.
    private func section(_ flow: inout Flow, _ title: String, _ lines: [Rich], boxes: Bool = false)
        throws(PaperError)
    {
        guard !lines.isEmpty else { return }
        let base = flow.base
        flow.ensure(base * 4)
        flow.rule(x0: flow.frame.x, x1: flow.frame.right, at: flow.y, width: 0.5)
        flow.space(base * 0.5)
        try flow.text(.bold(title), size: base * 1.25, after: base * 0.3)
        for line in lines {
            flow.ensure(base * 1.4)
            let indent = boxes ? base * 1.5 : 0
            if boxes {
                let side = base * 0.8
                flow.add(
                    .box(
                        Frame(x: flow.frame.x + 1, y: flow.y + base * 0.22, width: side, height: side),
                        corner: 1.5,
                        edge: 0.9,
                        grey: 1
                    )
                )
            }
            try flow.text(line, indent: indent, after: base * 0.3)
        }
        flow.space(base * 0.45)
    }

    private func foot(_ flow: inout Flow) throws(PaperError) {
        let base = flow.base
        let side = base * 6.2
        let code = try QRCode(address)
        let width = flow.frame.width - side - base * 1.5
        let words = try flow.set(
            "\(b: "Quét mã để xem đầy đủ và nộp hồ sơ, hoặc vào \(site)")",
            size: base * 1.05,
            width: width
        )
        let small = try flow.set(.italic(source), size: base * 0.75, width: width)
        let height = max(side, words.height + small.height + base)
        flow.ensure(height + base)
        let top = max(flow.y, flow.frame.bottom - height)
        flow.rule(x0: flow.frame.x, x1: flow.frame.right, at: top - base * 0.8, width: 1.4)
        flow.add(.qr(code, x: flow.frame.x, y: top, side: side))
        flow.put(words, x: flow.frame.x + side + base * 1.5, y: top + base * 0.3)
        flow.put(small, x: flow.frame.x + side + base * 1.5, y: top + height - small.height)
        flow.y = flow.frame.bottom
    }
}
