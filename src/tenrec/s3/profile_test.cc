#include "tenrec/s3/profile.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "tenrec/s3/location.h"

namespace tenrec::s3 {
namespace {

namespace fs = std::filesystem;

/// A home with files of the AWS command line.
class ProfileTest : public testing::Test {
 protected:
  ProfileTest() {
    std::string pattern = testing::TempDir() + "tenrec_profile_XXXXXX";
    home_ = mkdtemp(pattern.data());
    fs::create_directory(home_ + "/.aws");
    variables_["HOME"] = home_;
  }
  ~ProfileTest() override { fs::remove_all(home_); }

  void Write(const std::string& name, std::string_view text) const {
    std::ofstream(home_ + "/.aws/" + name) << text;
  }
  std::string Path(const std::string& name) const { return home_ + "/.aws/" + name; }
  Environment environment() const {
    return [this](std::string_view name) -> std::optional<std::string> {
      const auto found = variables_.find(name);
      if (found == variables_.end()) return std::nullopt;
      return found->second;
    };
  }
  Profile MustRead() const {
    auto profile = ReadProfile(environment());
    EXPECT_TRUE(profile) << profile.error().message;
    return profile ? *std::move(profile) : Profile{};
  }
  Location MustParse() const {
    auto location = ParseLocation("s3://copies", {}, environment());
    EXPECT_TRUE(location) << location.error().message;
    return location ? *std::move(location) : Location{};
  }
  std::string Refusal() const {
    const auto location = ParseLocation("s3://copies", {}, environment());
    EXPECT_FALSE(location);
    return location ? "" : location.error().message;
  }

  std::string home_;
  std::map<std::string, std::string, std::less<>> variables_;
};

TEST_F(ProfileTest, NoFilesSayNothing) {
  EXPECT_FALSE(MustRead().is_there);
  variables_.clear();
  EXPECT_EQ(MustRead().places, "");
  EXPECT_EQ(MustRead().name, "default");
}

TEST_F(ProfileTest, ReadsTheFilesAsPeopleWriteThem) {
  Write("credentials",
        "# of the office\r\n[default]\r\naws_access_key_id = AKID\r\n"
        "AWS_SECRET_ACCESS_KEY=se=cr/et+\r\naws_session_token = tok\r\n\r\n"
        "[night]\naws_access_key_id=NIGHT\naws_secret_access_key=dark\n");
  Write("config",
        "[default]\nregion = eu-west-1\ns3 =\n    region = us-west-2\n    endpoint_url = http://x\n"
        "; nothing\nnonsense\n[profile night]\nregion=eu-north-1\nendpoint_url=https://dark:9000\n"
        "ca_bundle = /ca.pem\n[profile \"of two words\"]\nregion = ap-south-1\n[night]\n"
        "region = xx-none-1");
  const Profile first = MustRead();
  EXPECT_TRUE(first.is_there);
  EXPECT_EQ(first.access_key_id, "AKID");
  EXPECT_EQ(first.secret_access_key, "se=cr/et+");
  EXPECT_EQ(first.session_token, "tok");
  EXPECT_EQ(first.region, "eu-west-1");
  EXPECT_EQ(first.endpoint_url, "");
  EXPECT_EQ(first.NameOfKeys(), "profile 'default' of " + Path("credentials"));
  EXPECT_EQ(first.places, Path("credentials") + " and " + Path("config"));

  variables_["AWS_DEFAULT_PROFILE"] = "night";
  const Profile night = MustRead();
  EXPECT_EQ(night.access_key_id, "NIGHT");
  EXPECT_EQ(night.session_token, "");
  EXPECT_EQ(night.region, "eu-north-1");
  EXPECT_EQ(night.endpoint_url, "https://dark:9000");
  EXPECT_EQ(night.ca_bundle, "/ca.pem");

  variables_["AWS_PROFILE"] = "of two words";
  EXPECT_EQ(MustRead().region, "ap-south-1");
  EXPECT_EQ(MustRead().keys_in, "");
}

TEST_F(ProfileTest, KeysOfTheCredentialsFileComeFirstAndAreNotMixed) {
  Write("config",
        "[default]\naws_access_key_id = OTHER\naws_secret_access_key = other\n"
        "aws_session_token = other\n");
  EXPECT_EQ(MustRead().keys_in, Path("config"));
  Write("credentials", "[default]\naws_access_key_id = AKID\naws_secret_access_key = secret\n");
  const Profile profile = MustRead();
  EXPECT_EQ(profile.access_key_id + profile.secret_access_key, "AKIDsecret");
  EXPECT_EQ(profile.session_token, "");
}

TEST_F(ProfileTest, FilesMayLieElsewhere) {
  fs::rename(home_ + "/.aws", home_ + "/keys");
  std::ofstream(home_ + "/keys/mine")
      << "[default]\naws_access_key_id=A\naws_secret_access_key=s\n";
  std::ofstream(home_ + "/keys/how") << "[default]\nregion=eu-west-3\n";
  variables_["AWS_SHARED_CREDENTIALS_FILE"] = home_ + "/keys/mine";
  variables_["AWS_CONFIG_FILE"] = "~/keys/how";
  EXPECT_EQ(MustRead().access_key_id, "A");
  EXPECT_EQ(MustRead().region, "eu-west-3");
}

TEST_F(ProfileTest, APlaceIsReachedByWhatAProfileSays) {
  Write("credentials",
        "[night]\naws_access_key_id=AKID\naws_secret_access_key=secret\naws_session_token=tok\n");
  Write("config",
        "[profile night]\nregion=eu-north-1\nendpoint_url=https://dark:9000\nca_bundle=/ca.pem\n");
  variables_["AWS_PROFILE"] = "night";
  const Location location = MustParse();
  EXPECT_EQ(location.credentials.access_key_id, "AKID");
  EXPECT_EQ(location.credentials.secret_access_key, "secret");
  EXPECT_EQ(location.credentials.session_token, "tok");
  EXPECT_EQ(location.credentials.secret_name,
            "aws_secret_access_key in profile 'night' of " + Path("credentials"));
  EXPECT_EQ(location.region, "eu-north-1");
  EXPECT_EQ(location.endpoint, "https://dark:9000");
  EXPECT_EQ(location.certificates, "/ca.pem");

  // Variables come first, and their keys are not mixed with those of a file.
  variables_["AWS_ACCESS_KEY_ID"] = "ENV";
  EXPECT_NE(Refusal().find("AWS_SECRET_ACCESS_KEY is not set"), std::string::npos);
  variables_["AWS_SECRET_ACCESS_KEY"] = "env";
  variables_["AWS_REGION"] = "eu-west-1";
  variables_["AWS_ENDPOINT_URL"] = "https://bright";
  variables_["AWS_CA_BUNDLE"] = "/mine.pem";
  const Location of_variables = MustParse();
  EXPECT_EQ(of_variables.credentials.access_key_id, "ENV");
  EXPECT_EQ(of_variables.credentials.session_token, "");
  EXPECT_EQ(of_variables.credentials.secret_name, "AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(of_variables.region, "eu-west-1");
  EXPECT_EQ(of_variables.endpoint, "https://bright");
  EXPECT_EQ(of_variables.certificates, "/mine.pem");
}

TEST_F(ProfileTest, SaysWhyThereAreNoKeysWithoutShowingAny) {
  const auto says = [&](std::string_view words) {
    const std::string message = Refusal();
    EXPECT_NE(message.find(words), std::string::npos) << message;
    EXPECT_EQ(message.find("verysecret"), std::string::npos) << message;
  };
  says("AWS_ACCESS_KEY_ID is not set");
  says("or into profile 'default' of " + Path("credentials"));
  variables_["AWS_PROFILE"] = "night";
  says("AWS_PROFILE is 'night', which is not in " + Path("credentials") + " and " + Path("config"));
  Write("config", "[profile night]\nsource_profile = default\nrole_arn = arn:verysecret\n");
  says("profile 'night' has its keys by role_arn, which is not read");
  says("aws configure export-credentials --profile night --format env");
  Write("credentials", "[night]\naws_secret_access_key = verysecret\n");
  says("aws_access_key_id in profile 'night' of " + Path("credentials") + " is not set");
  Write("credentials",
        "[night]\naws_access_key_id = AKID\naws_secret_access_key = very verysecret\n");
  says("aws_secret_access_key in profile 'night' of " + Path("credentials") + " has a blank");
  fs::remove(Path("credentials"));
  fs::create_directory(Path("credentials"));
  says("AWS profiles");
  variables_["AWS_ACCESS_KEY_ID"] = "AKID";
  variables_["AWS_SECRET_ACCESS_KEY"] = "secret";
  EXPECT_EQ(MustParse().region, "us-east-1");
}

}  // namespace
}  // namespace tenrec::s3
