@main
enum Fedsim {
  static func main() {}
}
