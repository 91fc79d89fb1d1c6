#include "tenrec/ingest/elements.h"

#include <gtest/gtest.h>

namespace tenrec::ingest {
namespace {

TEST(ElementsToChain, MatchesTheExampleOfTheSpec) {
  EXPECT_EQ(ElementsToChain(R"([{"tag_name":"a","$el_text":"Go","attr__href":"/x",
      "attr__class":"btn-primary btn","nth_child":1,"nth_of_type":1},
      {"tag_name":"div","nth_child":2,"nth_of_type":1}])"),
            R"(a.btn.btn-primary:attr__class="btn-primary btn"attr__href="/x"href="/x")"
            R"(nth-child="1"nth-of-type="1"text="Go";div:nth-child="2"nth-of-type="1")");
}

TEST(ElementsToChain, ReadsWhatClientsSend) {
  struct Case {
    std::string_view elements, chain;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"[]", ""},
           {"[{}]", R"(:nth-child="0"nth-of-type="0")"},
           {"[1,null]", ""},
           {R"([{"tag_name":"p","attr__class":["b","a\""]}])",
            R"(p.a.b:attr__class="b a\""nth-child="0"nth-of-type="0")"},
           {R"([{"tag_name":"p","attr__id":"main","nth_child":null}])",
            R"(p:attr__id="main"attr_id="main"nth-child="0"nth-of-type="0")"},
           {R"([{"tag_name":"p","$el_text":"say \"hi\""}])",
            R"(p:nth-child="0"nth-of-type="0"text="say \"hi\"")"},
           {R"([{"tag_name":"p","$el_text":"","attr__data-x":7,"other":1}])",
            R"(p:attr__data-x="7"nth-child="0"nth-of-type="0")"},
       }) {
    EXPECT_EQ(ElementsToChain(c.elements), c.chain) << c.elements;
  }
}

TEST(ElementsToChain, CutsLongTexts) {
  const std::string chain =
      ElementsToChain(R"([{"$el_text":")" + std::string(500, 'x') + R"(","attr__href":")" +
                      std::string(3000, 'y') + "\"}]");
  EXPECT_NE(chain.find("text=\"" + std::string(400, 'x') + "\""), std::string::npos);
  EXPECT_NE(chain.find("\"href=\"" + std::string(2048, 'y') + "\""), std::string::npos);
}

}  // namespace
}  // namespace tenrec::ingest
