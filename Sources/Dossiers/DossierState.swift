public import Agencies
internal import Kernel
internal import Register

/// What follows from the folded state and is asked often.
extension Dossier {
    /// The step that is being done, while the dossier is with the competent agency.
    public var currentStep: StepPlan? { status == .inProcess && steps.indices.contains(step) ? steps[step] : nil }

    /// Whose turn it is inside the competent agency: a leader's while a proposal waits, else the step's role.
    public var waitsForRole: Role? { currentStep == nil ? nil : proposed == nil ? currentStep?.role : .leader }

    /// Whether the officer who approves now may sign in the same act: signing is the next step, and the same role's.
    public var signsWithApproval: Bool {
        guard let current = currentStep, current.kind == .approve, steps.indices.contains(step + 1) else {
            return false
        }
        return steps[step + 1].kind == .sign && steps[step + 1].role == current.role
    }

    /// The step to which the work is sent back: the nearest one before that another role does; with a proposal the
    /// step at which it was made. Nil where there is none.
    public var stepBack: Int? {
        guard proposed == nil else { return step }
        guard let current = currentStep, step > 0 else { return nil }
        return steps[..<step].lastIndex { $0.role != current.role } ?? step - 1
    }

    /// Whether the clock started: it was received and not struck out.
    public var wasReceived: Bool { receivedAt != nil && status != .voided }
}

extension Actor {
    /// Whether a duty acted and no person.
    var isSystem: Bool { rawValue.hasPrefix("system:") }
}
