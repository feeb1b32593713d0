/// A text as one word of a POSIX shell: between single quotes every byte but the quote stands for itself.
///
/// The text must hold no NUL; contents and parameters with one are refused long before.
func shellWord(_ text: String) -> String {
    // Scalar by scalar: a quote with a combining mark after it is one Character, and still a quote to the shell.
    var word = String.UnicodeScalarView("'".unicodeScalars)
    for scalar in text.unicodeScalars {
        if scalar == "'" { word.append(contentsOf: "'\\''".unicodeScalars) } else { word.append(scalar) }
    }
    word.append("'")
    return String(word)
}
