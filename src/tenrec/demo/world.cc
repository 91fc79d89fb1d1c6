#include "tenrec/demo/world.h"

#include <cstddef>

namespace tenrec::demo {
namespace {

constexpr City kCities[] = {
    {"New York", "US", "United States", "NA", "North America", "NY", "New York", "America/New_York",
     "40.7128", "-74.0060", "en-US", -300, 130},
    {"San Francisco", "US", "United States", "NA", "North America", "CA", "California",
     "America/Los_Angeles", "37.7749", "-122.4194", "en-US", -480, 115},
    {"Austin", "US", "United States", "NA", "North America", "TX", "Texas", "America/Chicago",
     "30.2672", "-97.7431", "en-US", -360, 55},
    {"Chicago", "US", "United States", "NA", "North America", "IL", "Illinois", "America/Chicago",
     "41.8781", "-87.6298", "en-US", -360, 50},
    {"Seattle", "US", "United States", "NA", "North America", "WA", "Washington",
     "America/Los_Angeles", "47.6062", "-122.3321", "en-US", -480, 42},
    {"Toronto", "CA", "Canada", "NA", "North America", "ON", "Ontario", "America/Toronto",
     "43.6532", "-79.3832", "en-CA", -300, 44},
    {"London", "GB", "United Kingdom", "EU", "Europe", "ENG", "England", "Europe/London", "51.5074",
     "-0.1278", "en-GB", 0, 92},
    {"Manchester", "GB", "United Kingdom", "EU", "Europe", "ENG", "England", "Europe/London",
     "53.4808", "-2.2426", "en-GB", 0, 22},
    {"Berlin", "DE", "Germany", "EU", "Europe", "BE", "Land Berlin", "Europe/Berlin", "52.5200",
     "13.4050", "de-DE", 60, 66},
    {"Munich", "DE", "Germany", "EU", "Europe", "BY", "Bavaria", "Europe/Berlin", "48.1351",
     "11.5820", "de-DE", 60, 34},
    {"Paris", "FR", "France", "EU", "Europe", "IDF", "Île-de-France", "Europe/Paris", "48.8566",
     "2.3522", "fr-FR", 60, 54},
    {"Amsterdam", "NL", "Netherlands", "EU", "Europe", "NH", "North Holland", "Europe/Amsterdam",
     "52.3676", "4.9041", "nl-NL", 60, 33},
    {"Madrid", "ES", "Spain", "EU", "Europe", "MD", "Madrid", "Europe/Madrid", "40.4168", "-3.7038",
     "es-ES", 60, 30},
    {"Stockholm", "SE", "Sweden", "EU", "Europe", "AB", "Stockholm County", "Europe/Stockholm",
     "59.3293", "18.0686", "sv-SE", 60, 24},
    {"Warsaw", "PL", "Poland", "EU", "Europe", "14", "Mazovia", "Europe/Warsaw", "52.2297",
     "21.0122", "pl-PL", 60, 26},
    {"Bengaluru", "IN", "India", "AS", "Asia", "KA", "Karnataka", "Asia/Kolkata", "12.9716",
     "77.5946", "en-IN", 330, 72},
    {"Mumbai", "IN", "India", "AS", "Asia", "MH", "Maharashtra", "Asia/Kolkata", "19.0760",
     "72.8777", "en-IN", 330, 38},
    {"Singapore", "SG", "Singapore", "AS", "Asia", "01", "Central Singapore", "Asia/Singapore",
     "1.3521", "103.8198", "en-SG", 480, 26},
    {"Tokyo", "JP", "Japan", "AS", "Asia", "13", "Tokyo", "Asia/Tokyo", "35.6762", "139.6503",
     "ja-JP", 540, 28},
    {"Sydney", "AU", "Australia", "OC", "Oceania", "NSW", "New South Wales", "Australia/Sydney",
     "-33.8688", "151.2093", "en-AU", 660, 34},
    {"São Paulo", "BR", "Brazil", "SA", "South America", "SP", "São Paulo", "America/Sao_Paulo",
     "-23.5505", "-46.6333", "pt-BR", -180, 48},
    {"Buenos Aires", "AR", "Argentina", "SA", "South America", "C", "Buenos Aires F.D.",
     "America/Argentina/Buenos_Aires", "-34.6037", "-58.3816", "es-AR", -180, 16},
    {"Lagos", "NG", "Nigeria", "AF", "Africa", "LA", "Lagos", "Africa/Lagos", "6.5244", "3.3792",
     "en-NG", 60, 17},
    {"Cape Town", "ZA", "South Africa", "AF", "Africa", "WC", "Western Cape", "Africa/Johannesburg",
     "-33.9249", "18.4241", "en-ZA", 120, 12},
};

constexpr Device kDevices[] = {
    {"Windows", "10.0", "Chrome", 142, "Desktop",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/142.0.0.0 Safari/537.36",
     1920, 1080, 136, 250},
    {"Windows", "10.0", "Chrome", 141, "Desktop",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/141.0.0.0 Safari/537.36",
     1536, 864, 130, 90},
    {"Mac OS X", "10.15.7", "Chrome", 142, "Desktop",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/142.0.0.0 Safari/537.36",
     1512, 982, 151, 210},
    {"Mac OS X", "10.15.7", "Safari", 26, "Desktop",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/26.0 Safari/605.1.15",
     1440, 900, 122, 95},
    {"Windows", "10.0", "Microsoft Edge", 142, "Desktop",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
     1920, 1080, 131, 105},
    {"Windows", "10.0", "Firefox", 145, "Desktop",
     "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", 1920, 1080,
     141, 38},
    {"Linux", "", "Chrome", 142, "Desktop",
     "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
     "Safari/537.36",
     2560, 1440, 138, 30},
    {"Linux", "", "Firefox", 145, "Desktop",
     "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", 1920, 1200, 140, 22},
    {"iOS", "26.1", "Mobile Safari", 26, "Mobile",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
     "Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
     393, 852, 193, 85},
    {"Android", "10", "Chrome", 142, "Mobile",
     "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
     "Mobile Safari/537.36",
     412, 915, 177, 62},
    {"Android", "10", "Samsung Internet", 28, "Mobile",
     "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
     "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
     384, 832, 180, 8},
    {"iOS", "26.1", "Mobile Safari", 26, "Tablet",
     "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/26.1 Mobile/15E148 Safari/604.1",
     820, 1180, 74, 10},
};

constexpr Channel kChannels[] = {
    {"$direct", "$direct", "", "/", 115, 300},
    {"https://www.google.com/", "www.google.com", "", "/", 100, 190},
    {"https://www.google.com/", "www.google.com", "", "/blog/meeting-notes-that-get-read", 55, 80},
    {"https://www.google.com/", "www.google.com",
     "utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=acme+notes&gclid=Cj0KCQiA",
     "/pricing", 175, 50},
    {"https://www.google.com/", "www.google.com",
     "utm_source=google&utm_medium=cpc&utm_campaign=shared-notes&utm_term=team+notes+app"
     "&gclid=Cj0KCQiB",
     "/", 90, 70},
    {"https://www.linkedin.com/", "www.linkedin.com",
     "utm_source=linkedin&utm_medium=paid_social&utm_campaign=q4-team-leads", "/features", 70, 55},
    {"https://t.co/", "t.co", "utm_source=twitter&utm_medium=social", "/", 50, 40},
    {"https://news.ycombinator.com/", "news.ycombinator.com", "", "/blog/working-across-time-zones",
     35, 35},
    {"https://www.producthunt.com/", "www.producthunt.com", "ref=producthunt", "/", 120, 25},
    {"https://github.com/", "github.com", "", "/docs", 95, 35},
    {"https://www.reddit.com/", "www.reddit.com", "", "/", 45, 30},
    {"$direct", "$direct", "utm_source=newsletter&utm_medium=email&utm_campaign=november",
     "/blog/"
     "working-across-time-zones",
     140, 50},
    {"https://partner.example/", "partner.example",
     "utm_source=partner&utm_medium=referral&utm_campaign=directory", "/customers", 150, 20},
    {"https://chatgpt.com/", "chatgpt.com", "utm_source=chatgpt.com", "/", 130, 30},
};

constexpr Page kPages[] = {
    {"/", "Acme Notes: notes that your team finds again"},
    {"/features", "Features | Acme Notes"},
    {"/pricing", "Pricing | Acme Notes"},
    {"/templates", "Templates | Acme Notes"},
    {"/blog/meeting-notes-that-get-read", "Meeting notes that get read | Acme Notes"},
    {"/blog/working-across-time-zones", "Working across time zones | Acme Notes"},
    {"/docs", "Documentation | Acme Notes"},
    {"/customers", "Customers | Acme Notes"},
    {"/signup", "Sign up | Acme Notes"},
    {"/app/welcome", "Welcome | Acme Notes"},
    {"/app", "Home | Acme Notes"},
    {"/app/notes/", "Note | Acme Notes"},
    {"/app/search", "Search | Acme Notes"},
    {"/app/templates", "Template gallery | Acme Notes"},
    {"/app/team", "Team | Acme Notes"},
    {"/app/settings", "Settings | Acme Notes"},
    {"/app/settings/integrations", "Integrations | Acme Notes"},
    {"/app/settings/billing", "Billing | Acme Notes"},
};
static_assert(std::size(kPages) == static_cast<std::size_t>(PageId::kBilling) + 1);

constexpr std::uint32_t kHours[24] = {2,  1,  1,  1,  2,  4,  11, 30, 64, 92, 98, 88,
                                      66, 74, 93, 90, 80, 62, 40, 27, 22, 17, 10, 5};

constexpr std::string_view kFirstNames[] = {
    "Ada",   "Amir",  "Anna",  "Arjun", "Beatriz", "Ben",   "Carla", "Chen",  "Clara", "Daniel",
    "Diego", "Elena", "Emma",  "Erik",  "Fatima",  "Felix", "Grace", "Hanna", "Hugo",  "Ines",
    "Ivan",  "Jamal", "Jonas", "Julia", "Kenji",   "Laura", "Leo",   "Lina",  "Lucas", "Maria",
    "Marta", "Mateo", "Maya",  "Nadia", "Noah",    "Olga",  "Omar",  "Priya", "Sam",   "Yuki"};
constexpr std::string_view kLastNames[] = {
    "Andersson", "Bauer", "Brown",  "Chopra", "Costa",   "Dubois", "Evans",   "Fischer",
    "Garcia",    "Gupta", "Hansen", "Hughes", "Ito",     "Jansen", "Johnson", "Khan",
    "Kim",       "Kowal", "Larsen", "Lee",    "Lopez",   "Martin", "Meyer",   "Moreau",
    "Nakamura",  "Novak", "Okafor", "Patel",  "Pereira", "Rossi",  "Santos",  "Schmidt",
    "Silva",     "Singh", "Smith",  "Tanaka", "Taylor",  "Vega",   "Wagner",  "Young"};
constexpr std::string_view kCompanyFirst[] = {
    "Amber",   "Atlas",  "Birch", "Blue",   "Bright", "Cedar", "Clear",  "Cobalt", "Copper",
    "Delta",   "Echo",   "Ember", "Fjord",  "Golden", "Green", "Harbor", "Indigo", "Iron",
    "Juniper", "Lumen",  "Maple", "Meadow", "North",  "Ocean", "Orchid", "Pine",   "Quartz",
    "River",   "Silver", "Solar", "Summit", "Tidal",  "Urban", "Velvet", "Willow", "Zephyr"};
constexpr std::string_view kCompanyLast[] = {
    "Analytics", "Capital",  "Clinic",   "Consulting", "Creative", "Dynamics",
    "Education", "Energy",   "Foods",    "Freight",    "Games",    "Health",
    "Homes",     "Labs",     "Legal",    "Logistics",  "Media",    "Mobility",
    "Partners",  "Robotics", "Security", "Software",   "Studio",   "Travel"};
constexpr std::string_view kIndustries[] = {"software",   "consulting", "education", "healthcare",
                                            "media",      "finance",    "logistics", "retail",
                                            "non-profit", "legal"};
constexpr std::string_view kRoles[] = {"engineer", "product manager", "designer", "founder",
                                       "marketer", "support",         "sales",    "researcher"};

}  // namespace

const Page& PageOf(PageId id) {
  return kPages[static_cast<std::size_t>(id)];
}

std::string_view PlanName(Plan plan) {
  switch (plan) {
    case Plan::kFree:
      return "Free";
    case Plan::kPro:
      return "Pro";
    case Plan::kBusiness:
      return "Business";
    case Plan::kEnterprise:
      return "Enterprise";
  }
  return "Free";
}

std::uint32_t SeatPrice(Plan plan) {
  switch (plan) {
    case Plan::kFree:
      return 0;
    case Plan::kPro:
      return 1200;
    case Plan::kBusiness:
      return 2400;
    case Plan::kEnterprise:
      return 4500;
  }
  return 0;
}

std::span<const City> Cities() {
  return kCities;
}
std::span<const Device> Devices() {
  return kDevices;
}
std::span<const Channel> Channels() {
  return kChannels;
}
std::span<const std::uint32_t, 24> HourWeights() {
  return kHours;
}
std::span<const std::string_view> FirstNames() {
  return kFirstNames;
}
std::span<const std::string_view> LastNames() {
  return kLastNames;
}
std::span<const std::string_view> CompanyFirstWords() {
  return kCompanyFirst;
}
std::span<const std::string_view> CompanyLastWords() {
  return kCompanyLast;
}
std::span<const std::string_view> Industries() {
  return kIndustries;
}
std::span<const std::string_view> Roles() {
  return kRoles;
}

}  // namespace tenrec::demo
