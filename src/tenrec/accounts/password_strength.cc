#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "tenrec/accounts/password.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

// A character that fits nothing known takes ten guesses.
constexpr double kUnknownCharacter = 1;
constexpr std::size_t kMaxEstimated = 72;

// The most used passwords and the words people build them from, most used first.
constexpr std::string_view kCommon[] = {
    "123456",    "password",  "qwerty",   "admin",    "welcome",  "letmein",  "monkey",
    "dragon",    "iloveyou",  "sunshine", "princess", "football", "baseball", "master",
    "shadow",    "superman",  "batman",   "trustno1", "hello",    "freedom",  "whatever",
    "login",     "starwars",  "passw0rd", "pass",     "abc",      "secret",   "test",
    "tester",    "testing",   "guest",    "root",     "user",     "changeme", "default",
    "love",      "hunter",    "killer",   "pepper",   "summer",   "winter",   "spring",
    "autumn",    "jordan",    "michael",  "jennifer", "thomas",   "charlie",  "andrew",
    "daniel",    "jessica",   "ashley",   "nicole",   "joshua",   "matthew",  "robert",
    "george",    "maggie",    "buster",   "ginger",   "cookie",   "cheese",   "computer",
    "internet",  "access",    "flower",   "soccer",   "hockey",   "tigger",   "purple",
    "orange",    "yellow",    "silver",   "golden",   "diamond",  "thunder",  "falcon",
    "mustang",   "corvette",  "ferrari",  "mercedes", "porsche",  "harley",   "ranger",
    "yankees",   "cowboys",   "eagles",   "lakers",   "arsenal",  "chelsea",  "liverpool",
    "barcelona", "samsung",   "google",   "apple",    "android",  "windows",  "microsoft",
    "facebook",  "twitter",   "linkedin", "amazon",   "netflix",  "pokemon",  "naruto",
    "minecraft", "matrix",    "phoenix",  "legend",   "knight",   "wizard",   "angel",
    "heaven",    "lucky",     "happy",    "smile",    "family",   "friends",  "forever",
    "together",  "beautiful", "sweet",    "honey",    "baby",     "sugar",    "chocolate",
    "banana",    "coffee",    "pizza",    "monday",   "friday",   "sunday",   "january",
    "february",  "march",     "april",    "may",      "june",     "july",     "august",
    "september", "october",   "november", "december", "money",    "dollar",   "business",
    "company",   "office",    "work",     "home",     "house",    "school",   "student",
    "teacher",   "doctor",    "mother",   "father",   "sister",   "brother",  "girl",
    "boy",       "lady",      "king",     "queen",    "prince",   "lord",     "god",
    "jesus",     "christ",    "bible",    "church",   "peace",    "power",    "magic",
    "music",     "guitar",    "piano",    "dance",    "movie",    "camera",   "picture",
    "phone",     "mobile",    "number",   "zero",     "one",      "two",      "three",
    "four",      "five",      "six",      "seven",    "eight",    "nine",     "ten",
    "red",       "blue",      "green",    "black",    "white",    "pink",     "brown",
    "dog",       "cat",       "bird",     "fish",     "horse",    "tiger",    "lion",
    "bear",      "wolf",      "fox",      "eagle",    "rabbit",   "mouse",    "snake",
    "big",       "small",     "hot",      "cold",     "new",      "old",      "good",
    "bad",       "best",      "super",    "mega",     "ultra",    "cool",     "nice",
    "crazy",     "fun",       "game",     "player",   "winner",   "champion", "team",
    "the",       "and",       "you",      "for",      "with",     "this",     "that",
    "from",      "have",      "please",   "thanks",   "open",     "enter",    "system",
    "server",    "database",  "network",  "security", "private",  "public",   "project",
    "product",   "analytics", "posthog",  "tenrec",   "hedgehog", "event",    "tracking",
    "manager",   "service",   "support",  "demo",     "example",  "sample",   "temp",
    "temporary", "simple",    "strong",   "special",  "ninja",    "rocket",   "space",
    "star",      "moon",      "earth",    "world",    "city",     "london",   "paris",
    "berlin",    "america",   "canada",
};

constexpr std::string_view kKeyboardRows[] = {
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1234567890", "qazwsxedcrfv",
};

char Unleet(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
      return 'i';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    case '!':
      return 'l';
    default:
      return c;
  }
}

std::map<std::string, double, std::less<>> Dictionary(std::span<const std::string> known) {
  std::map<std::string, double, std::less<>> words;
  for (std::size_t i = 0; i < std::size(kCommon); ++i) {
    words.try_emplace(std::string(kCommon[i]), std::log10(static_cast<double>(i + 1)));
  }
  for (const auto& text : known) {
    std::string word;
    for (const char c : ToLowerAscii(text) + " ") {
      const bool inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (inside) {
        word += c;
      } else if (word.size() >= 3) {
        words[std::exchange(word, {})] = 0;
      } else {
        word.clear();
      }
    }
  }
  return words;
}

// Guesses for the stretch as a word, or infinity.
double WordCost(std::string_view text, const std::map<std::string, double, std::less<>>& words) {
  const std::string lower = ToLowerAscii(text);
  std::string plain = lower;
  std::transform(plain.begin(), plain.end(), plain.begin(), Unleet);
  double cost = INFINITY;
  if (const auto found = words.find(lower); found != words.end()) cost = found->second;
  if (const auto found = words.find(plain); found != words.end()) {
    cost = std::min(cost, found->second + std::log10(2.0));
  }
  const std::string backwards(lower.rbegin(), lower.rend());
  if (const auto found = words.find(backwards); found != words.end()) {
    cost = std::min(cost, found->second + std::log10(2.0));
  }
  return lower == text ? cost : cost + std::log10(2.0);
}

// "abcdef", "97531", "aaaa", "qwerty", "2026": guesses, or infinity.
double PatternCost(std::string_view text) {
  double cost = INFINITY;
  const auto length = static_cast<double>(text.size());
  if (text.size() >= 3) {
    const int step = text[1] - text[0];
    bool same_step = step >= -2 && step <= 2;
    for (std::size_t i = 2; i < text.size(); ++i) same_step &= text[i] - text[i - 1] == step;
    if (same_step) cost = std::log10((step == 0 ? 10 : 26) * length);
    const std::string lower = ToLowerAscii(text);
    const std::string backwards(lower.rbegin(), lower.rend());
    for (std::string_view row : kKeyboardRows) {
      if (row.find(lower) != std::string_view::npos ||
          row.find(backwards) != std::string_view::npos) {
        cost = std::min(cost, std::log10(50 * length));
      }
    }
  }
  if (text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    cost = std::min(cost, std::log10(120.0));
  }
  return cost;
}

// A stretch that is a shorter one again and again: "abcabc".
std::size_t PeriodOf(std::string_view text) {
  for (std::size_t period = 1; period * 2 <= text.size(); ++period) {
    if (text.size() % period != 0) continue;
    bool repeats = true;
    for (std::size_t i = period; i < text.size(); ++i) repeats &= text[i] == text[i - period];
    if (repeats) return period;
  }
  return text.size();
}

}  // namespace

double EstimateGuessesLog10(std::string_view password, std::span<const std::string> known) {
  const auto words = Dictionary(known);
  const std::string_view text = password.substr(0, kMaxEstimated);
  // Guesses for the first i characters.
  std::vector<double> cheapest(text.size() + 1, INFINITY);
  cheapest[0] = 0;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    for (std::size_t start = 0; start < end; ++start) {
      const std::string_view piece = text.substr(start, end - start);
      double cost = std::min(WordCost(piece, words), PatternCost(piece));
      const std::size_t period = PeriodOf(piece);
      if (period < piece.size()) {
        const auto times = static_cast<double>(piece.size()) / static_cast<double>(period);
        const double once = std::min(WordCost(piece.substr(0, period), words),
                                     static_cast<double>(period) * kUnknownCharacter);
        cost = std::min(cost, once + std::log10(times));
      }
      if (piece.size() == 1) cost = std::min(cost, kUnknownCharacter);
      // An attacker who tries words tries each order of them, hence a little for each seam.
      const double seam = start > 0 && piece.size() > 1 ? std::log10(2.0) : 0;
      cheapest[end] = std::min(cheapest[end], cheapest[start] + cost + seam);
    }
  }
  return cheapest[text.size()];
}

}  // namespace tenrec::accounts
