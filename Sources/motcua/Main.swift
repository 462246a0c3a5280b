import ArgumentParser
import Logging

@main struct Main: ParsableCommand {}
