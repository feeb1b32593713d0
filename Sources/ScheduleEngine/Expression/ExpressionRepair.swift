enum ExpressionRepair {
    static func fix(for text: String, problem: ExpressionProblem) -> Fix? { nil }
}
