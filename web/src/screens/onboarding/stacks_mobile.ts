import { jsPackages, type Place, type Stack } from './stack'

/** Stacks whose code runs on a phone. */
export function mobileStacks({ origin, token }: Place): Stack[] {
  const reach = 'The phone has to reach this address: “localhost” means the phone itself.'
  return [
    {
      id: 'ios',
      name: 'iOS',
      words: ['swift', 'apple', 'iphone', 'macos', 'swiftui'],
      steps: [
        {
          title: 'Install the library',
          tabs: [
            { label: 'Swift package', code: `.package(url: "https://github.com/PostHog/posthog-ios.git", from: "3.0.0")` },
            { label: 'CocoaPods', code: `pod "PostHog", "~> 3.0"` },
          ],
        },
        {
          title: 'Start it when the app launches',
          code: `import PostHog

let config = PostHogConfig(apiKey: "${token}", host: "${origin}")
PostHogSDK.shared.setup(config)`,
          note: reach,
        },
        { title: 'Capture what matters to you', code: `PostHogSDK.shared.capture("signed_up", properties: ["plan": "pro"])` },
      ],
    },
    {
      id: 'android',
      name: 'Android',
      words: ['kotlin', 'java', 'google', 'jetpack compose'],
      steps: [
        { title: 'Install the library', code: `dependencies {\n    implementation("com.posthog:posthog-android:3.+")\n}` },
        {
          title: 'Start it in your Application class',
          code: `import com.posthog.android.PostHogAndroid
import com.posthog.android.PostHogAndroidConfig

class MyApp : Application() {
    override fun onCreate() {
        super.onCreate()
        val config = PostHogAndroidConfig(
            apiKey = "${token}",
            host = "${origin}",
        )
        PostHogAndroid.setup(this, config)
    }
}`,
          note: reach,
        },
        {
          title: 'Capture what matters to you',
          code: `import com.posthog.PostHog\n\nPostHog.capture(event = "signed_up", properties = mapOf("plan" to "pro"))`,
        },
      ],
    },
    {
      id: 'flutter',
      name: 'Flutter',
      words: ['dart'],
      steps: [
        { title: 'Install the library', code: 'flutter pub add posthog_flutter' },
        {
          title: 'Turn off the automatic start',
          tabs: [
            { label: 'Android', code: `<meta-data android:name="com.posthog.posthog.AUTO_INIT" android:value="false" />` },
            { label: 'iOS', code: `<key>com.posthog.posthog.AUTO_INIT</key>\n<false/>` },
          ],
          note: 'In AndroidManifest.xml and in Info.plist.',
        },
        {
          title: 'Start it in main',
          code: `import 'package:flutter/material.dart';
import 'package:posthog_flutter/posthog_flutter.dart';

Future<void> main() async {
  WidgetsFlutterBinding.ensureInitialized();
  final config = PostHogConfig('${token}')..host = '${origin}';
  await Posthog().setup(config);
  runApp(const MyApp());
}`,
          note: reach,
        },
        { title: 'Capture what matters to you', code: `await Posthog().capture(eventName: 'signed_up', properties: {'plan': 'pro'});` },
      ],
    },
    {
      id: 'react-native',
      name: 'React Native',
      words: ['expo', 'mobile'],
      steps: [
        jsPackages('posthog-react-native'),
        {
          title: 'Wrap your app',
          code: `import { PostHogProvider } from 'posthog-react-native'

export function App() {
  return (
    <PostHogProvider apiKey="${token}" options={{ host: '${origin}' }}>
      <MyApp />
    </PostHogProvider>
  )
}`,
          note: reach,
        },
        {
          title: 'Capture what matters to you',
          code: `import { usePostHog } from 'posthog-react-native'

const posthog = usePostHog()
posthog.capture('signed_up', { plan: 'pro' })`,
        },
      ],
    },
  ]
}
