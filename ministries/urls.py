app_name = "ministries"
urlpatterns = []
