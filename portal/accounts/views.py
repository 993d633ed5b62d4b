from django.contrib.auth.views import LoginView, LogoutView

from .permissions import public


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept_input="giu" in self.request.GET, **kwargs)


sign_in = public(SignIn.as_view())
sign_out = public(LogoutView.as_view())
