import Foundation

@main
enum Fedsim {
  static func main() {
    print(HelpText.fold("x", indent: 0))
  }
}
